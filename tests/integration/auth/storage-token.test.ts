import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/auth/actor.ts";
import { createConfidentialClientFactory } from "#lib/auth/create-confidential-client.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { endSession } from "#lib/auth/end-session.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import { openValue, readSealKeys } from "#lib/auth/sealed-value.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import { readHolding } from "#lib/auth/token-holding.ts";
import { createDatabase } from "#lib/platform/db.ts";
import type { Services } from "#lib/platform/services.ts";
import { cast } from "#tests/cast.ts";
import { claimsIn } from "#tests/contract/entra/started-entra.ts";
import { sealKeys, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.end());
beforeEach(async () => {
  await portal.entra.admin("DELETE", "/requests");
});

const reader = cast.contosoReader;

/** Without what the process remembers: the sealed cache in the database answers. */
function acquire(services: Services, actor: Actor) {
  return acquireStorageToken(services, { ...actor, tokensFreshAfter: undefined });
}

/** How often the token endpoint was asked since the test began. */
async function tokenRequests(): Promise<number> {
  const reply = await portal.entra.admin("GET", "/requests");
  const { requests } = (await reply.json()) as { requests: { path?: string; url?: string }[] };
  return requests.filter((request) => JSON.stringify(request).includes("/oauth2/v2.0/token")).length;
}

async function expectToken(
  outcome: Awaited<ReturnType<typeof acquireStorageToken>>,
): Promise<Record<string, unknown>> {
  if (!outcome.ok) {
    throw new Error(`no token: ${outcome.refusal}`);
  }
  return claimsIn(outcome.token.value);
}

/** Makes every held token count as old, as a change of access does. */
async function changeAccess(personId: string): Promise<void> {
  const worker = createDatabase(portal.database.urls.worker);
  await worker.within(personScope(personId), async (transaction) => {
    await transaction.$executeRaw`SELECT require_fresh_tokens(${personId}::uuid, ${portal.services.clock.now()})`;
  });
  await worker.close();
}

async function heldBy(personId: string) {
  const rows = await portal.database.owner(
    "SELECT id, person_id, sealed, key_id FROM sealed_cache WHERE person_id = $1",
    [personId],
  );
  return rows.map((row) => ({ id: String(row.id), keyId: String(row.key_id), sealed: row.sealed as Buffer }));
}

test("the storage token is the actor's own, for the lake's audience, and asking again asks nobody", async () => {
  const { actor } = await signedIn(portal, reader.address);
  const before = await tokenRequests();
  const claims = await expectToken(await acquire(portal.services, actor));
  await acquire(portal.services, actor);
  expect(claims).toMatchObject({
    aud: "https://storage.azure.com",
    oid: reader.oid,
    scp: "user_impersonation",
  });
  expect(await tokenRequests()).toBe(before);
});

test("a held token is not reused in its last five minutes; until then it is", async () => {
  const { actor } = await signedIn(portal, reader.address);
  const first = await acquire(portal.services, actor);
  const leftSeconds = first.ok ? (first.token.expiresAt.getTime() - Date.now()) / 1000 : 0;
  portal.turnClock(leftSeconds - 360);
  expect(await acquire(portal.services, actor)).toEqual(first);
  portal.turnClock(100);
  expect(await acquire(portal.services, actor)).not.toEqual(first);
  portal.turnClock(-(leftSeconds - 260));
});

test("of thirty callers at once, in two processes, one goes to Entra and all get that token", async () => {
  const { actor } = await signedIn(portal, reader.address);
  await changeAccess(actor.personId);
  const before = await tokenRequests();
  const second = {
    ...portal.services,
    db: createDatabase(portal.database.urls.app),
    tokens: { ...portal.services.tokens, refreshes: new Map() },
  };
  const callers = Array.from({ length: 30 }, (_, index) =>
    acquire(index % 2 === 0 ? portal.services : second, actor),
  );
  const outcomes = await Promise.all(callers);
  await second.db.close();
  expect(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.token.value : outcome.refusal))).size).toBe(
    1,
  );
  expect(await tokenRequests()).toBe(before + 1);
});

test("what the process remembers serves the next request of that session only, until access changes or the session ends", async () => {
  const { actor, browser } = await signedIn(portal, reader.address);
  const load = async () => {
    const loaded = await loadActor(portal.services, { token: browser.session, correlationId: "test-held" });
    return loaded.ok ? loaded.actor : null;
  };
  const first = await acquireStorageToken(portal.services, actor);
  const unreachable = {
    ...portal.services,
    db: { ...portal.services.db, within: () => Promise.reject(new Error("asked")) },
  };
  expect(await acquireStorageToken(unreachable, (await load()) ?? actor)).toEqual(first);
  const other = await signedIn(portal, cast.fabrikamReader.address);
  await expect(
    acquireStorageToken(unreachable, { ...other.actor, sessionId: actor.sessionId }),
  ).rejects.toThrow("asked");
  await changeAccess(actor.personId);
  expect(await acquireStorageToken(portal.services, (await load()) ?? actor)).not.toEqual(first);
  const { personId, sessionId } = actor;
  await endSession(portal.services, { personId, sessionId: sessionId ?? "", correlationId: "test-held" });
  expect(await acquireStorageToken(portal.services, actor)).toEqual({ ok: false, refusal: "sign_in_again" });
});

test("a change of access makes the held token old", async () => {
  const { actor } = await signedIn(portal, reader.address);
  const first = await acquire(portal.services, actor);
  await changeAccess(actor.personId);
  const second = await acquire(portal.services, actor);
  expect(second).toMatchObject({ ok: true });
  expect(second).not.toEqual(first);
  expect(await acquire(portal.services, actor)).toEqual(second);
});

test("a revoked refresh token asks for a new sign-in, and nothing is thrown", async () => {
  const { actor } = await signedIn(portal, cast.contosoContributor.address);
  await portal.entra.admin("PATCH", `/people/${cast.contosoContributor.oid}`, { revoke: true });
  await changeAccess(actor.personId);
  expect(await acquire(portal.services, actor)).toEqual({ ok: false, refusal: "sign_in_again" });
});

test("a step-up is handed on with its claims, and a sign-in with those claims satisfies it", async () => {
  const { address, oid } = cast.contosoAdmin;
  const { actor, browser } = await signedIn(portal, address);
  const demanded = await portal.entra.admin("POST", "/step-up", { personId: oid });
  const { claims } = (await demanded.json()) as { claims: string };
  await changeAccess(actor.personId);
  expect(await acquire(portal.services, actor)).toEqual({
    ok: false,
    refusal: "step_up",
    claims,
  });
  await browser.signIn(address, { claims });
  const loaded = await loadActor(portal.services, { token: browser.session, correlationId: "test-step-up" });
  expect(loaded.ok && (await acquire(portal.services, loaded.actor))).toMatchObject({ ok: true });
});

test("a sign-in during which storage asks for a second factor goes back to Entra once, and arrives", async () => {
  const { address, oid } = cast.fabrikamAdmin;
  await portal.entra.admin("POST", "/step-up", { personId: oid });
  const { actor } = await signedIn(portal, address);
  expect(await acquire(portal.services, actor)).toMatchObject({ ok: true });
  await portal.entra.admin("DELETE", "/step-up");
});

test("fifty people signing in and refreshing at once: each sealed cache holds exactly one person", async () => {
  const newcomers = Array.from({ length: 50 }, (_, index) => ({
    address: `crowd-${index}@contoso.example`,
    name: `Crowd ${index}`,
  }));
  const added = await portal.entra.admin("POST", "/people", newcomers);
  const { people } = (await added.json()) as { people: { id: string; homeId: string }[] };
  const signed = await Promise.all(newcomers.map(({ address }) => signedIn(portal, address)));
  await Promise.all(signed.map(({ actor }) => changeAccess(actor.personId)));
  const outcomes = await Promise.all(
    signed.flatMap(({ actor }) => [0, 1, 2].map(() => acquire(portal.services, actor))),
  );
  for (const [index, { actor }] of signed.entries()) {
    expect(actor.objectId).toBe(people[index]?.id);
    for (const outcome of outcomes.slice(index * 3, index * 3 + 3)) {
      expect(await expectToken(outcome)).toMatchObject({ oid: actor.objectId });
    }
    const [cache, ...others] = await heldBy(actor.personId);
    expect(others).toEqual([]);
    const text = openCache(cache, actor.personId);
    const inside = JSON.parse(readHolding(text).cache);
    expect(Object.keys(inside.Account)).toHaveLength(1);
    expect(Object.keys(inside.RefreshToken)).toHaveLength(1);
    expect(text).toContain(people[index]?.homeId);
    for (const other of people.filter(({ id }) => id !== actor.objectId)) {
      expect(text).not.toContain(other.id);
      expect(text).not.toContain(other.homeId);
    }
  }
});

function openCache(cache: { id: string; sealed: Buffer } | undefined, personId: string): string {
  if (cache === undefined) {
    throw new Error("no cache");
  }
  const binding = { purpose: "token-cache", recordId: cache.id, personId } as const;
  return openValue(portal.services.tokens.seals, binding, cache.sealed);
}

test("a sealed cache opens neither under another record's id, another person's, another purpose, nor another key", async () => {
  const { actor } = await signedIn(portal, cast.fabrikamReader.address);
  const [cache] = await heldBy(actor.personId);
  const binding = { purpose: "token-cache", recordId: cache?.id ?? "", personId: actor.personId } as const;
  const { seals } = portal.services.tokens;
  const sealed = cache?.sealed ?? Buffer.alloc(0);
  const other = portal.services.ids.uuid();
  expect(openValue(seals, binding, sealed)).toContain("RefreshToken");
  const unreadable = expect.objectContaining({ code: "sealed_value_unreadable" });
  expect(() => openValue(seals, { ...binding, recordId: other }, sealed)).toThrow(unreadable);
  expect(() => openValue(seals, { ...binding, personId: other }, sealed)).toThrow(unreadable);
  expect(() => openValue(seals, { ...binding, purpose: "spa-code" }, sealed)).toThrow(unreadable);
  const foreign = readSealKeys(`now:${Buffer.alloc(32, 9).toString("base64url")}`);
  expect(() => openValue(foreign, binding, sealed)).toThrow(unreadable);
});

test("one person's sealed bytes put into another's row give a fault, not the other's tokens", async () => {
  const victim = await signedIn(portal, cast.contosoAdmin.address);
  const thief = await signedIn(portal, reader.address);
  await portal.database.owner(
    `UPDATE sealed_cache SET sealed = (SELECT sealed FROM sealed_cache WHERE person_id = $1 ORDER BY updated_at DESC LIMIT 1)
     WHERE id = (SELECT cache_id FROM sign_in_session WHERE id = $2)`,
    [victim.actor.personId, thief.actor.sessionId],
  );
  await expect(acquire(portal.services, thief.actor)).rejects.toMatchObject({
    code: "sealed_value_unreadable",
  });
});

test("an actor with another's session id gets nothing", async () => {
  const victim = await signedIn(portal, cast.contosoAdmin.address);
  const thief = await signedIn(portal, reader.address);
  const forged = { ...thief.actor, sessionId: victim.actor.sessionId };
  expect(await acquire(portal.services, forged)).toEqual({ ok: false, refusal: "sign_in_again" });
});

test("a rotated key still opens old caches, and the next refresh seals with the first key", async () => {
  const { actor } = await signedIn(portal, cast.platformAdmin.address);
  const turned = {
    ...portal.services,
    tokens: { ...portal.services.tokens, seals: readSealKeys(`${sealKeys.old},${sealKeys.now}`) },
  };
  expect(await acquire(turned, actor)).toMatchObject({ ok: true });
  await changeAccess(actor.personId);
  expect(await acquire(turned, actor)).toMatchObject({ ok: true });
  const [cache] = await heldBy(actor.personId);
  expect(cache?.keyId).toBe("old");
  expect(await acquire(portal.services, actor)).toMatchObject({ ok: true });
});

test("an Entra that does not answer is a fault, not a refusal", async () => {
  const { actor } = await signedIn(portal, reader.address);
  await changeAccess(actor.personId);
  const env = {
    ...portal.services.env,
    ENTRA_AUTHORITY_METADATA: portal.services.env.ENTRA_AUTHORITY_METADATA?.replaceAll(
      /127\.0\.0\.1:\d+/g,
      "127.0.0.1:1",
    ),
  };
  const tokens = { ...portal.services.tokens, createClient: createConfidentialClientFactory(env) };
  await expect(acquire({ ...portal.services, tokens }, actor)).rejects.toMatchObject({
    code: "token_unavailable",
  });
});
