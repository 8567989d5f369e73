import { z } from "zod";
import type { CastMember } from "#tests/cast.ts";
import { clients, tenantId } from "#tests/cast.ts";
import { CookieJar } from "#tests/cookies.ts";
import type { TestCloud } from "#tests/local-cloud.ts";

/** A browser's cookies after signing in at the portal as a demo person. */
export async function signIn(cloud: Pick<TestCloud, "portal">, person: CastMember): Promise<CookieJar> {
  const jar = new CookieJar();
  const query = new URLSearchParams({ login_hint: person.address });
  const { response } = await jar.visit(`${cloud.portal}/api/auth/sign-in?${query}`);
  if (response.status !== 200) {
    throw new Error(`${person.address} could not sign in: ${response.status}.`);
  }
  return jar;
}

/** The person's own storage token from Entra, as their command line would get it. */
export async function storageToken(cloud: Pick<TestCloud, "entra">, person: CastMember): Promise<string> {
  const response = await fetch(`${cloud.entra}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "password",
      client_id: clients.cli,
      username: person.address,
      password: "local",
      scope: "https://storage.azure.com/.default",
    }),
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

const meSchema = z.object({
  folders: z.array(z.object({ zone: z.string(), path: z.string(), url: z.string() })),
});

/** The person's first folder: container, the lake's own path in it, and the portal's page. */
export async function firstFolder(cloud: Pick<TestCloud, "portal">, jar: CookieJar) {
  const response = await jar.fetch(`${cloud.portal}/api/v1/me`);
  const [folder] = meSchema.parse(await response.json()).folders;
  if (folder === undefined) {
    throw new Error("This person has no folder.");
  }
  return folder;
}
