import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as signOut } from "#app/api/auth/sign-out/route.ts";
import { GET as signedOut } from "#app/api/auth/signed-out/route.ts";
import { giveDelegation } from "#lib/auth/delegation-cache.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { cast } from "#tests/cast.ts";
import { type Browser, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

const deadHub = "http://127.0.0.1:1";

let portal: TestPortal;
let folderId: string;
let organizationId: string;
beforeAll(async () => {
  portal = await startPortal();
  Object.assign(portal.services.env, { HUB_URL: deadHub, HUB_API_URL: `${deadHub}/hub/api` });
  Object.assign(portal.services, { hub: createHub({ apiUrl: `${deadHub}/hub/api`, token: "none" }) });
  ({ folderId, organizationId } = await folder());
});
afterAll(() => portal.end());

const guest = cast.contosoReader.address;

async function folder() {
  const { owner } = portal.database;
  const [organization, zone, partition, made] = [0, 1, 2, 3].map(() => randomUUID());
  await owner("INSERT INTO organization VALUES ($1, 'org', 'Org', 'active', NULL, now())", [organization]);
  await owner("INSERT INTO zone VALUES ($1, 'curated', 'Curated', false, 1)", [zone]);
  await owner("INSERT INTO partition VALUES ($1, $2, $3, 'org-abc234', now())", [
    partition,
    organization,
    zone,
  ]);
  await owner(
    `INSERT INTO folder (id, organization_id, partition_id, name, path, born_at, created_at)
     VALUES ($1, $2, $3, 'Org', 'org-abc234', now(), now())`,
    [made, organization, partition],
  );
  return { folderId: String(made), organizationId: String(organization) };
}

/** A person in two browsers, with a running server that holds a delegation. */
async function personWithServer(address: string) {
  const { owner } = portal.database;
  const one = await signedIn(portal, address);
  const other = await signedIn(portal, address);
  const serverId = randomUUID();
  await owner("INSERT INTO membership VALUES ($1, $2, 'member', now()) ON CONFLICT DO NOTHING", [
    organizationId,
    one.actor.personId,
  ]);
  await owner(
    `INSERT INTO notebook_server (id, organization_id, person_id, folder_id, name, profile, path, state, created_at)
     VALUES ($1, $2, $3, $4, 'nb-1', 'small', 'curated/org-abc234', 'running', now())`,
    [serverId, organizationId, one.actor.personId, folderId],
  );
  const until = secondsAfter(new Date(), 3600);
  const given = await giveDelegation(portal.services, one.actor, {
    serverId,
    until,
    correlationId: "test-delegation",
  });
  expect(given.ok).toBe(true);
  return { ...one, other, serverId };
}

function press(browser: Browser, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(form);
  return signOut(browser.request("/api/auth/sign-out", { method: "POST", body }));
}

const delegationOf = async (serverId: string) =>
  (
    await portal.database.owner("SELECT ended_at, cache_id FROM delegation WHERE server_id = $1", [serverId])
  )[0];
const stateOf = async (serverId: string) =>
  (await portal.database.owner("SELECT state FROM notebook_server WHERE id = $1", [serverId]))[0]?.state;

test("while a server runs and nobody was asked, nothing ends and the page that asks comes", async () => {
  const person = await personWithServer(guest);
  const reply = await press(person.browser, { scope: "here" });
  expect(reply.status).toBe(302);
  expect(reply.headers.get("location")).toBe("http://localhost:3000/sign-out");
  expect((await person.browser.me()).status).toBe(200);
  expect(await stateOf(person.serverId)).toBe("running");
  await press(person.browser, { scope: "everywhere" });
});

test("leaving servers running ends this session only: the delegation and other browsers go on", async () => {
  const person = await personWithServer(guest);
  const reply = await press(person.browser, { scope: "here", notebooks: "leave" });
  expect(reply.status).toBe(200);
  expect((await person.browser.me()).status).toBe(401);
  expect((await person.other.browser.me()).status).toBe(200);
  expect(await delegationOf(person.serverId)).toMatchObject({ ended_at: null });
  await press(person.other.browser, { scope: "everywhere" });
});

test("stopping them ends delegation and session although the Hub does not answer, and goes on to Entra at once", async () => {
  const person = await personWithServer(guest);
  const reply = await press(person.browser, { scope: "here", notebooks: "stop" });
  expect(await stateOf(person.serverId)).toBe("stopped");
  expect(await delegationOf(person.serverId)).toMatchObject({ ended_at: expect.any(Date), cache_id: null });
  expect((await person.browser.me()).status).toBe(401);
  expect(reply.headers.get("refresh")).toContain("/oauth2/v2.0/logout?");
  await press(person.other.browser, { scope: "everywhere" });
});

test("everywhere ends every browser, every delegation and every server of that person, and of nobody else", async () => {
  const person = await personWithServer(guest);
  const neighbour = await personWithServer(cast.contosoContributor.address);
  await press(person.browser, { scope: "everywhere" });
  expect((await person.browser.me()).status).toBe(401);
  expect((await person.other.browser.me()).status).toBe(401);
  expect(await stateOf(person.serverId)).toBe("stopped");
  expect(await delegationOf(person.serverId)).toMatchObject({ ended_at: expect.any(Date) });
  expect((await neighbour.browser.me()).status).toBe(200);
  expect(await stateOf(neighbour.serverId)).toBe("running");
  expect(await delegationOf(neighbour.serverId)).toMatchObject({ ended_at: null });
});

test("the way back from the Hub leads to Entra for whom was signing out, else to the sign-in page", () => {
  const at = (cookie?: string) =>
    signedOut(
      new Request("http://localhost:3000/api/auth/signed-out", { headers: cookie ? { cookie } : {} }),
    ).headers.get("location") ?? "";
  const entra = new URL(at("lakeport-signing-out=O.abc%20d"));
  expect(entra.searchParams.get("logout_hint")).toBe("O.abc d");
  expect(entra.searchParams.get("post_logout_redirect_uri")).toBe("http://localhost:3000/sign-in");
  expect(at()).toBe("http://localhost:3000/sign-in");
  expect(at("lakeport-signing-out=%E0%A4%A")).toBe("http://localhost:3000/sign-in");
});
