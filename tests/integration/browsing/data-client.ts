import { GET, POST, PUT } from "#app/api/v1/data/[org]/[zone]/[[...path]]/route.ts";
import { cast, clients } from "#tests/cast.ts";
import { portalOrigin } from "#tests/contract/entra/started-entra.ts";
import { stageStory } from "#tests/integration/browsing/stage.ts";
import { startWorld } from "#tests/integration/browsing/world.ts";

/** The folder on which the reader reads and the contributor writes. */
export const site = "contoso-dairy/curated/Site%20Alkmaar";

type Who = { address: string };

const { contosoPending: _, ...signedIn } = cast;

/** The staged story behind the data routes, asked with people's bearer tokens, without Next. */
export async function startData() {
  const world = await startWorld();
  const story = await stageStory(world);
  const tokens = new Map<string, string>();
  for (const { address } of Object.values(signedIn)) {
    tokens.set(address, await world.entra.tokenOf(address, `api://${clients.portal}/access_as_user`));
  }
  const request = (who: Who, path: string, init: RequestInit = {}): Request =>
    new Request(`${portalOrigin}/api/v1/data/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${tokens.get(who.address)}`, ...init.headers },
      ...(init.body != null && { duplex: "half" }),
    });
  const get = (who: Who, path: string, headers: Record<string, string> = {}) =>
    GET(request(who, path, { headers }));
  const upload = (who: Who, path: string, body: BodyInit) => PUT(request(who, path, { method: "PUT", body }));
  const makeDirectory = (who: Who, path: string) =>
    POST(request(who, `${path}?directory`, { method: "POST" }));
  const namesIn = async (who: Who, path: string): Promise<string[]> => {
    const page = await (await get(who, `${path}?list`)).json();
    return page.entries.map((entry: { name: string }) => entry.name);
  };
  await upload(
    cast.contosoContributor,
    `${site}/readings.csv`,
    "at,celsius\n2026-01-01,4.5\n2026-01-02,9.1\n",
  );
  await upload(cast.contosoContributor, `${site}/Line%201/deep.csv`, "a\n1\n");
  await upload(cast.fabrikamReader, "fabrikam-pharma/curated/Secret%20Plant/formula.csv", "secret\n");
  return { world, story, request, get, upload, makeDirectory, namesIn, end: () => world.end() };
}

export type Data = Awaited<ReturnType<typeof startData>>;

/** Status and code of a reply: "403 read_only". */
export async function codeOf(reply: Response): Promise<string> {
  return `${reply.status} ${reply.ok ? "ok" : (await reply.json()).code}`;
}
