import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as signOut } from "#app/api/auth/sign-out/route.ts";
import { POST as spaCode } from "#app/api/auth/spa-code/route.ts";
import { acquireDelegatedStorageToken, giveDelegation } from "#lib/auth/delegation-cache.ts";
import { endAllSessions } from "#lib/auth/end-all-sessions.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { cast } from "#tests/cast.ts";
import { claimsIn, popup, portalOrigin } from "#tests/contract/entra/started-entra.ts";
import { type Browser, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";
import { plantServer } from "#tests/integration/auth/server-row.ts";

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.end());

const correlationId = "test-session";
const { address, oid } = cast.contosoContributor;

const load = (token: string) => loadActor(portal.services, { token, correlationId });

test("a session idle for an hour is over, its cache is gone, and the audit says it expired", async () => {
  const { browser, actor } = await signedIn(portal, address);
  portal.turnClock(3500);
  expect(await load(browser.session)).toMatchObject({ ok: true });
  portal.turnClock(3600);
  expect(await load(browser.session)).toEqual({ ok: false, refusal: "session_ended" });
  portal.turnClock(-7100);
  expect(await load(browser.session)).toEqual({ ok: false, refusal: "session_ended" });
  const [row] = await sessionRow(actor.sessionId);
  expect(row).toMatchObject({ cache_id: null });
  expect(row?.ended_at).not.toBeNull();
  const [event] = await portal.database.owner(
    "SELECT event FROM audit_event WHERE actor_person_id = $1 ORDER BY at DESC LIMIT 1",
    [actor.personId],
  );
  expect(event.event).toBe("session.expired");
});

test("a session in constant use is over after ten hours", async () => {
  const { browser } = await signedIn(portal, address);
  let turned = 0;
  for (; turned < 36_000 - 1800; turned += 1800) {
    expect(await load(browser.session)).toMatchObject({ ok: true });
    portal.turnClock(1800);
  }
  expect(await load(browser.session)).toMatchObject({ ok: true });
  portal.turnClock(1801);
  expect(await load(browser.session)).toEqual({ ok: false, refusal: "session_ended" });
  portal.turnClock(-turned - 1801);
});

test("being seen is written at most once a minute", async () => {
  const { browser, actor } = await signedIn(portal, address);
  const seen = async () => (await sessionRow(actor.sessionId))[0]?.last_seen_at;
  const first = await seen();
  portal.turnClock(30);
  await load(browser.session);
  expect(await seen()).toEqual(first);
  portal.turnClock(40);
  await load(browser.session);
  expect(await seen()).not.toEqual(first);
  portal.turnClock(-70);
});

test("signing out kills the session on the server; the person's other session goes on", async () => {
  const here = await signedIn(portal, address);
  const elsewhere = await signedIn(portal, address);
  const reply = await signOut(form(here.browser, "notebooks=leave"));
  expect(reply.headers.getSetCookie().join()).toContain("lakeport-session=; ");
  const next = new URL(reply.headers.get("refresh")?.replace("0; url=", "") ?? "");
  expect(next.pathname).toMatch(/\/oauth2\/v2\.0\/logout$/);
  expect(next.searchParams.get("logout_hint")).not.toBeNull();
  expect(next.searchParams.get("post_logout_redirect_uri")).toBe(`${portalOrigin}/sign-in`);
  expect((await here.browser.me()).status).toBe(401);
  expect(await acquireStorageToken(portal.services, here.actor)).toEqual({
    ok: false,
    refusal: "sign_in_again",
  });
  expect((await elsewhere.browser.me()).status).toBe(200);
  expect(await acquireStorageToken(portal.services, elsewhere.actor)).toMatchObject({ ok: true });
});

test("signing out everywhere ends every session, delegation and cache of that person, and of nobody else", async () => {
  const first = await signedIn(portal, address);
  const second = await signedIn(portal, address);
  const bystander = await signedIn(portal, cast.fabrikamReader.address);
  const server = await plantServer(portal.database, first.actor.personId);
  const until = secondsAfter(portal.services.clock.now(), 3600);
  const given = await giveDelegation(portal.services, first.actor, {
    serverId: server.id,
    until,
    correlationId,
  });
  const ended = await endAllSessions(portal.services, first.actor, { correlationId });
  expect(ended).toMatchObject({ delegations: 1, serversToStop: [{ id: server.id, name: server.name }] });
  expect((await first.browser.me()).status).toBe(401);
  expect((await second.browser.me()).status).toBe(401);
  expect((await bystander.browser.me()).status).toBe(200);
  const caches = await portal.database.owner("SELECT id FROM sealed_cache WHERE person_id = $1", [
    first.actor.personId,
  ]);
  expect(caches).toEqual([]);
  const delegationId = given.ok ? given.delegationId : "";
  expect(await acquireDelegatedStorageToken(portal.services, delegationId, first.actor.personId)).toEqual({
    ok: false,
    refusal: "delegation_ended",
  });
});

test("a delegation gives the person's own token, outlives the session, and ends at its time", async () => {
  const { actor, browser } = await signedIn(portal, address);
  const server = await plantServer(portal.database, actor.personId);
  const until = secondsAfter(portal.services.clock.now(), 7200);
  const given = await giveDelegation(portal.services, actor, { serverId: server.id, until, correlationId });
  const delegationId = given.ok ? given.delegationId : "";
  await signOut(form(browser, "notebooks=leave"));
  const drawn = await acquireDelegatedStorageToken(portal.services, delegationId, actor.personId);
  expect(drawn.ok && claimsIn(drawn.token.value)).toMatchObject({ oid, aud: "https://storage.azure.com" });
  portal.turnClock(7201);
  expect(await acquireDelegatedStorageToken(portal.services, delegationId, actor.personId)).toEqual({
    ok: false,
    refusal: "delegation_ended",
  });
  portal.turnClock(-7201);
});

test("a delegation asked for in another person's name does not exist", async () => {
  const { actor } = await signedIn(portal, address);
  const other = await signedIn(portal, cast.fabrikamReader.address);
  const server = await plantServer(portal.database, actor.personId);
  const until = secondsAfter(portal.services.clock.now(), 7200);
  const given = await giveDelegation(portal.services, actor, { serverId: server.id, until, correlationId });
  const delegationId = given.ok ? given.delegationId : "";
  expect(await acquireDelegatedStorageToken(portal.services, delegationId, other.actor.personId)).toEqual({
    ok: false,
    refusal: "delegation_ended",
  });
});

test("a person disabled in the middle of a session is out at the next request, and their notebook with them", async () => {
  const { actor, browser } = await signedIn(portal, cast.fabrikamAdmin.address);
  const server = await plantServer(portal.database, actor.personId);
  const until = secondsAfter(portal.services.clock.now(), 7200);
  const given = await giveDelegation(portal.services, actor, { serverId: server.id, until, correlationId });
  await portal.database.owner("UPDATE person SET state = 'disabled' WHERE id = $1", [actor.personId]);
  expect((await browser.me()).status).toBe(403);
  const delegationId = given.ok ? given.delegationId : "";
  expect(await acquireDelegatedStorageToken(portal.services, delegationId, actor.personId)).toEqual({
    ok: false,
    refusal: "delegation_ended",
  });
});

test("the hybrid code is handed out once, to a same-origin request only, and redeems for the same person in the browser", async () => {
  const { browser } = await signedIn(portal, address);
  const ask = (site: string) =>
    spaCode(browser.request("/api/auth/spa-code", { method: "POST", headers: { "sec-fetch-site": site } }));
  expect((await ask("cross-site")).status).toBe(403);
  const first = await ask("same-origin");
  expect(first.status).toBe(200);
  const { code } = (await first.json()) as { code: string };
  expect((await ask("same-origin")).status).toBe(204);
  const redeemed = await portal.entra.token(
    {
      grant_type: "authorization_code",
      client_id: portal.services.env.ENTRA_CLIENT_ID,
      code,
      redirect_uri: popup,
      scope: "https://storage.azure.com/user_impersonation openid profile offline_access",
    },
    { origin: portalOrigin },
  );
  expect(claimsIn(String(redeemed.body.access_token))).toMatchObject({ oid });
});

test("a hybrid code older than five minutes is not handed out", async () => {
  const { browser } = await signedIn(portal, address);
  portal.turnClock(301);
  const headers = { "sec-fetch-site": "same-origin" };
  expect((await spaCode(browser.request("/api/auth/spa-code", { method: "POST", headers }))).status).toBe(
    204,
  );
  portal.turnClock(-301);
});

test("memberships are read anew on every request: a removed member loses the organization at once", async () => {
  const { browser, actor } = await signedIn(portal, address);
  const { organizationId, slug } = await plantServer(portal.database, actor.personId);
  await portal.database.owner(
    "INSERT INTO membership (organization_id, person_id, org_role, created_at) VALUES ($1, $2, 'admin', now())",
    [organizationId, actor.personId],
  );
  expect(await (await browser.me()).json()).toMatchObject({
    memberships: [{ organization: slug, orgRole: "admin" }],
  });
  await portal.database.owner("DELETE FROM membership WHERE person_id = $1", [actor.personId]);
  expect(await (await browser.me()).json()).toMatchObject({ memberships: [] });
});

async function sessionRow(id: string | null) {
  return portal.database.owner("SELECT cache_id, ended_at, last_seen_at FROM sign_in_session WHERE id = $1", [
    id,
  ]);
}

function form(browser: Browser, body: string): Request {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return browser.request("/api/auth/sign-out", { method: "POST", headers, body });
}
