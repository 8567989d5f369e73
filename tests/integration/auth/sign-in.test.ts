import { afterAll, beforeAll, expect, test } from "vitest";
import { createConfidentialClientFactory } from "#lib/auth/create-confidential-client.ts";
import { openValue } from "#lib/auth/sealed-value.ts";
import { readHolding } from "#lib/auth/token-holding.ts";
import { hashOf } from "#lib/platform/ids.ts";
import { cast, tenantId } from "#tests/cast.ts";
import { Browser, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.end());

const guest = cast.contosoReader;

test("a guest signs in, lands where they wanted to go, and /api/v1/me names them", async () => {
  const browser = new Browser();
  const end = await browser.signIn(guest.address, { returnTo: "/contoso-dairy/data/curated?sort=name" });
  expect(end.href).toBe("http://localhost:3000/contoso-dairy/data/curated?sort=name");
  const reply = await browser.me();
  expect(reply.status).toBe(200);
  expect(await reply.json()).toMatchObject({
    person: { name: guest.name, address: guest.address },
    memberships: [],
    folders: [],
  });
});

test("the person is recorded by the resource tenant's ids, the sealed cache is found by the home ids", async () => {
  const { browser, actor } = await signedIn(portal, guest.address);
  expect(actor).toMatchObject({ tenantId, objectId: guest.oid, isGuest: true, isPlatformAdmin: false });
  const [row] = await portal.database.owner(
    "SELECT c.id, c.person_id, c.sealed FROM sealed_cache c JOIN sign_in_session s ON s.cache_id = c.id WHERE s.id = $1",
    [hashOf(browser.session)],
  );
  const binding = { purpose: "token-cache", recordId: row.id, personId: row.person_id } as const;
  const held = readHolding(openValue(portal.services.tokens.seals, binding, row.sealed));
  expect(held.homeAccountId).toBe(`${guest.homeOid}.${guest.homeTid}`);
});

test("the operator's admin is a member and platform admin, from the roles claim", async () => {
  const { actor } = await signedIn(portal, cast.platformAdmin.address);
  expect(actor).toMatchObject({ isGuest: false, isPlatformAdmin: true });
});

test("signing in turns a pending person into a redeemed one", async () => {
  const { oid, name, address } = cast.fabrikamReader;
  await portal.database.owner(
    `INSERT INTO person (id, tenant_id, object_id, name, address, user_type, state, created_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, 'guest', 'pending', now())`,
    [tenantId, oid, name, address],
  );
  await signedIn(portal, address);
  const [person] = await portal.database.owner("SELECT state FROM person WHERE object_id = $1", [oid]);
  expect(person.state).toBe("redeemed");
});

test("a guest who has not redeemed gets no further than Entra's question; accepting it, they are redeemed and in", async () => {
  const { address, oid } = cast.contosoPending;
  const browser = new Browser();
  await expect(browser.askEntra(await browser.begin({ login_hint: address }))).rejects.toThrow(
    /Accept the invitation/,
  );
  expect(browser.session).toBe("");
  const { actor } = await signedIn(portal, address);
  expect(actor.objectId).toBe(oid);
});

test("a person whom the operator disabled gets no session, and signing in does not enable them", async () => {
  const { address, oid } = cast.fabrikamAdmin;
  await signedIn(portal, address);
  await portal.database.owner("UPDATE person SET state = 'disabled' WHERE object_id = $1", [oid]);
  const browser = new Browser();
  const end = await browser.signIn(address);
  expect(end.searchParams.get("failure")).toBe("person_disabled");
  expect(browser.session).toBe("");
  const [person] = await portal.database.owner("SELECT state FROM person WHERE object_id = $1", [oid]);
  expect(person.state).toBe("disabled");
});

test("the session's id in the database is the hash of the cookie's token, and no token lies there in the clear", async () => {
  const { browser } = await signedIn(portal, guest.address);
  const rows = await portal.database.owner("SELECT s::text AS text FROM sign_in_session s");
  const caches = await portal.database.owner("SELECT encode(sealed, 'escape') AS text FROM sealed_cache");
  const text = JSON.stringify([rows, caches]);
  expect(text).toContain(hashOf(browser.session));
  expect(text).not.toContain(browser.session);
  expect(text).not.toContain("eyJ");
  expect(text).not.toContain("refresh");
});

test("signing in again replaces the browser's session: the old cookie is dead on the server", async () => {
  const { browser } = await signedIn(portal, guest.address);
  const old = new Browser();
  old.cookies.set("lakeport-session", browser.session);
  await browser.signIn(cast.contosoAdmin.address);
  expect(browser.session).not.toBe(old.session);
  expect((await old.me()).status).toBe(401);
  expect(await (await browser.me()).json()).toMatchObject({ person: { address: cast.contosoAdmin.address } });
});

test("an answer without the attempt's cookie is refused", async () => {
  const browser = new Browser();
  const back = await browser.askEntra(await browser.begin({ login_hint: guest.address }));
  const end = await new Browser().comeBack(back);
  expect(end.searchParams.get("failure")).toBe("attempt_lost");
});

test("a cookie that was changed, and a state that was changed, are refused", async () => {
  const browser = new Browser();
  const back = await browser.askEntra(await browser.begin({ login_hint: guest.address }));
  const [name = "", value = ""] = Array.from(browser.cookies)[0] ?? [];
  browser.cookies.set(name, (value.startsWith("A") ? "B" : "A") + value.slice(1));
  expect((await browser.comeBack(back)).searchParams.get("failure")).toBe("state_mismatch");

  const other = new Browser();
  const returned = await other.askEntra(await other.begin({ login_hint: guest.address }));
  const state = returned.searchParams.get("state") ?? "";
  returned.searchParams.set("state", `${state.slice(0, -1)}${state.endsWith("x") ? "y" : "x"}`);
  expect((await other.comeBack(returned)).searchParams.get("failure")).toBe("state_mismatch");
  expect(other.session).toBe("");
});

test("one person's answer cannot be brought into another browser's attempt", async () => {
  const [mine, theirs] = [new Browser(), new Browser()];
  const attacker = await mine.askEntra(await mine.begin({ login_hint: guest.address }));
  const victim = await theirs.begin({ login_hint: cast.contosoAdmin.address });
  // The attacker's code under the victim's own state: nonce and verifier are the victim's and do not fit.
  attacker.searchParams.set("state", victim.searchParams.get("state") ?? "");
  const end = await theirs.comeBack(attacker);
  expect(end.searchParams.get("failure")).not.toBeNull();
  expect(theirs.session).toBe("");
});

test("a code that was used once is refused the second time", async () => {
  const browser = new Browser();
  const back = await browser.askEntra(await browser.begin({ login_hint: guest.address }));
  const kept = new Map(browser.cookies);
  await browser.comeBack(back);
  const again = new Browser();
  for (const [name, value] of kept) {
    again.cookies.set(name, value);
  }
  expect((await again.comeBack(back)).searchParams.get("failure")).toBe("attempt_lost");
  expect(again.session).toBe("");
});

test("an attempt older than ten minutes counts as lost", async () => {
  const browser = new Browser();
  const back = await browser.askEntra(await browser.begin({ login_hint: guest.address }));
  portal.turnClock(601);
  expect((await browser.comeBack(back)).searchParams.get("failure")).toBe("attempt_lost");
  portal.turnClock(-601);
});

test("attempts in two tabs do not disturb each other", async () => {
  const browser = new Browser();
  const first = await browser.askEntra(
    await browser.begin({ login_hint: guest.address, returnTo: "/first" }),
  );
  const second = await browser.askEntra(
    await browser.begin({ login_hint: guest.address, returnTo: "/second" }),
  );
  expect((await browser.comeBack(first)).pathname).toBe("/first");
  expect((await browser.comeBack(second)).pathname).toBe("/second");
});

test("a return address elsewhere is not followed", async () => {
  const browser = new Browser();
  const end = await browser.signIn(guest.address, { returnTo: "//evil.example/x" });
  expect(end.href).toBe("http://localhost:3000/");
});

test("a sign-in that conditional access blocks says so", async () => {
  await portal.entra.admin("PATCH", "/controls", { blocked: [{ personId: guest.oid }] });
  const browser = new Browser();
  const end = await browser.signIn(guest.address);
  await portal.entra.admin("PATCH", "/controls", { blocked: [] });
  expect(end.searchParams.get("failure")).toBe("blocked");
});

test("a wrong client secret is the operator's affair, and the sign-in page says so", async () => {
  const { services } = portal;
  const wrong = { ...services, tokens: { ...services.tokens, createClient: clientWithWrongSecret } };
  const browser = new Browser();
  const back = await browser.askEntra(await browser.begin({ login_hint: guest.address }));
  globalThis.lakeportServices = wrong;
  const end = await browser.comeBack(back);
  globalThis.lakeportServices = services;
  expect(end.searchParams.get("failure")).toBe("credential_wrong");
});

function clientWithWrongSecret() {
  return createConfidentialClientFactory({ ...portal.services.env, ENTRA_CLIENT_SECRET: "not it" })();
}

test("each sign-in leaves exactly one audit event", async () => {
  const [before] = await portal.database.owner(
    "SELECT count(*)::int AS n FROM audit_event WHERE event = 'session.started'",
  );
  const { actor } = await signedIn(portal, guest.address);
  const events = await portal.database.owner(
    "SELECT actor_person_id, actor_label FROM audit_event WHERE event = 'session.started' ORDER BY at",
  );
  expect(events).toHaveLength(before.n + 1);
  expect(events.at(-1)).toEqual({ actor_person_id: actor.personId, actor_label: guest.name });
});
