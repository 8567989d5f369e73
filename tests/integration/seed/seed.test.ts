import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import { cast } from "#tests/cast.ts";
import { storageScope } from "#tests/contract/entra/started-entra.ts";
import { type SeededWorld, startSeededWorld } from "#tests/integration/seed/seeded-world.ts";

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

let world: SeededWorld;
let db: Database;
let told: { filesWritten: number; seconds: string };

beforeAll(async () => {
  world = await startSeededWorld();
  db = createDatabase(world.database.workerUrl);
  told = await world.seed();
}, 180_000);

afterAll(async () => {
  await db?.close();
  await world?.close();
});

/** The lake's own path of a folder by its organization, zone and path in names. */
async function lakePath(slug: string, zone: string, below: string): Promise<string> {
  const partition = await db.within(everywhere, (transaction) =>
    transaction.partition.findFirstOrThrow({ where: { organization: { slug }, zone: { name: zone } } }),
  );
  return `${zone}/${partition.directory}${below === "" ? "" : `/${below}`}`;
}

/** The status with which the lake answers a person's own token. */
async function listAs(address: string, path: string): Promise<number> {
  const token = await world.entra.tokenOf(address, storageScope);
  const [container, ...rest] = path.split("/");
  const directory = encodeURIComponent(rest.join("/"));
  const url = `${world.lake.http}/lakeportlocal/${container}?resource=filesystem&recursive=false&directory=${directory}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, "x-ms-version": "2023-11-03" },
  });
  return response.status;
}

async function writeAs(address: string, path: string): Promise<number> {
  const token = await world.entra.tokenOf(address, storageScope);
  const url = `${world.lake.http}/lakeportlocal/${path.split("/").map(encodeURIComponent).join("/")}?resource=file`;
  const headers = { authorization: `Bearer ${token}`, "x-ms-version": "2023-11-03" };
  return (await fetch(url, { method: "PUT", headers })).status;
}

const dairy = "contoso-dairy";
const everyPlace: [string, string, string][] = [
  [dairy, "curated", ""],
  [dairy, "curated", "Amsterdam Plant"],
  [dairy, "curated", "Amsterdam Plant/Line 1"],
  [dairy, "curated", "Amsterdam Plant/Line 1/Filling"],
  [dairy, "curated", "Amsterdam Plant/Line 2"],
  [dairy, "curated", "Rotterdam Cold Store"],
  [dairy, "curated", "Rotterdam Cold Store/Chamber A"],
  [dairy, "curated", "Rotterdam Cold Store/Chamber B"],
  [dairy, "curated", "Recipes"],
  [dairy, "raw", ""],
  [dairy, "raw", "Rotterdam Cold Store/Chamber B"],
  [dairy, "raw", "Rotterdam Cold Store/Chamber A"],
  ["fabrikam-pharma", "curated", ""],
  ["fabrikam-pharma", "curated", "Basel Site"],
  ["fabrikam-pharma", "curated", "Basel Site/Freezer A"],
  ["fabrikam-pharma", "raw", "Basel Site/Freezer A"],
  ["fabrikam-pharma", "raw", "Basel Site/Freezer B"],
];

/** Places that the lake lets the person list, as `zone/path`. */
async function reachOf(address: string): Promise<string[]> {
  const reach: string[] = [];
  for (const [slug, zone, below] of everyPlace) {
    if ((await listAs(address, await lakePath(slug, zone, below))) === 200) {
      reach.push(`${zone}/${below}`);
    }
  }
  return reach;
}

describe("the seeded story", () => {
  test("has about three hundred files", () => {
    console.log(`seeded ${told.filesWritten} files in ${told.seconds} s`);
    expect(told.filesWritten).toBeGreaterThan(250);
    expect(told.filesWritten).toBeLessThan(400);
  });

  test("told again writes nothing and changes no row", async () => {
    const count = () =>
      db.within(everywhere, async (transaction) => [
        await transaction.folder.count(),
        await transaction.grant.count(),
        await transaction.membership.count(),
        await transaction.auditEvent.count(),
        await transaction.accessGroup.count(),
      ]);
    const before = await count();
    const again = await world.seed();
    console.log(`told again in ${again.seconds} s`);
    expect(again.filesWritten).toBe(0);
    expect(await count()).toEqual(before);
  });

  test("leaves thirty days of audit, each change of access with exactly one event", async () => {
    const [grants, events] = await db.within(everywhere, async (transaction) => [
      await transaction.grant.findMany(),
      await transaction.auditEvent.findMany({ orderBy: { at: "asc" } }),
    ]);
    expect(events.filter((event) => event.event === "grant.added")).toHaveLength(grants.length);
    const ended = grants.filter((grant) => grant.endedAt !== null);
    expect(ended.length).toBeGreaterThan(5);
    expect(events.filter((event) => event.event === "grant.expired")).toHaveLength(ended.length);
    const days = new Set(events.map((event) => event.at.toISOString().slice(0, 10)));
    expect(days.size).toBeGreaterThan(15);
  });

  test("has people in exactly the groups that their grants give, nobody from a grant that expired", async () => {
    const wanted = await db.within(everywhere, (transaction) =>
      transaction.accessGroup.findMany({
        include: {
          folder: {
            include: {
              grants: { where: { endedAt: null }, include: { person: true } },
              connections: { include: { pipeline: true } },
            },
          },
        },
      }),
    );
    const graph = await world.entra.tokenOfApp("worker", "https://graph.microsoft.com/.default");
    for (const group of wanted) {
      const response = await fetch(`${world.entra.http}/v1.0/groups/${group.objectId}/members?$select=id`, {
        headers: { authorization: `Bearer ${graph}` },
      });
      const { value } = await response.json();
      const people = group.folder.grants
        .filter((grant) => grant.level === group.level)
        .map((grant) => grant.person.objectId);
      const machines =
        group.level === "contributor" ? group.folder.connections.map((one) => one.pipeline.objectId) : [];
      expect(value.map((member: { id: string }) => member.id).sort(), group.folder.path).toEqual(
        [...people, ...machines].sort(),
      );
    }
  });
});

describe("by their own token on the lake", () => {
  test("the reader lists the granted folders, what lies below them, and nothing else", async () => {
    expect(await reachOf(cast.contosoReader.address)).toEqual([
      "curated/Amsterdam Plant/Line 1",
      "curated/Amsterdam Plant/Line 1/Filling",
      "curated/Rotterdam Cold Store/Chamber B",
      "raw/Rotterdam Cold Store/Chamber B",
    ]);
  });

  test("the contributor reaches one folder, in which alone may be written", async () => {
    expect(await reachOf(cast.contosoContributor.address)).toEqual([
      "curated/Rotterdam Cold Store/Chamber A",
    ]);
    const own = await lakePath(dairy, "curated", "Rotterdam Cold Store/Chamber A/result.csv");
    const beside = await lakePath(dairy, "curated", "Rotterdam Cold Store/Chamber B/result.csv");
    expect(await writeAs(cast.contosoContributor.address, own)).toBe(201);
    expect(await writeAs(cast.contosoContributor.address, beside)).toBe(403);
    const readOnly = await lakePath(dairy, "curated", "Rotterdam Cold Store/Chamber B/result.csv");
    expect(await writeAs(cast.contosoReader.address, readOnly)).toBe(403);
  });

  test("the organization's admin and the platform admin, without a grant, read nothing", async () => {
    expect(await reachOf(cast.contosoAdmin.address)).toEqual([]);
    expect(await reachOf(cast.platformAdmin.address)).toEqual([]);
    expect(await reachOf(cast.fabrikamAdmin.address)).toEqual([]);
  });

  test("Fabrikam's reader reaches Fabrikam's folders and is refused everywhere in Contoso", async () => {
    expect(await reachOf(cast.fabrikamReader.address)).toEqual([
      "curated/Basel Site",
      "curated/Basel Site/Freezer A",
      "raw/Basel Site/Freezer A",
    ]);
    for (const [slug, zone, below] of everyPlace.filter(([slug]) => slug === dairy)) {
      expect(await listAs(cast.fabrikamReader.address, await lakePath(slug, zone, below))).toBe(403);
    }
  });
});
