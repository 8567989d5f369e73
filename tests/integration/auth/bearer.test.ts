import { inspect } from "node:util";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as me } from "#app/api/v1/me/route.ts";
import { bearerActor } from "#lib/auth/bearer-actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import { cast, clients, tenantId } from "#tests/cast.ts";
import { claimsIn, portalOrigin, storageScope } from "#tests/contract/entra/started-entra.ts";
import { signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
  await signedIn(portal, cast.contosoReader.address);
  await signedIn(portal, cast.platformAdmin.address);
});
afterAll(() => portal.end());

const apiScope = `api://${clients.portal}/access_as_user`;
const { address, oid, name } = cast.contosoReader;

const judge = (token: string) => bearerActor(portal.services, token);

async function actorOf(token: string) {
  const judged = await judge(token);
  if (!judged.ok) {
    throw new Error(judged.refusal);
  }
  return judged.actor;
}

test("a person's token for the portal's own audience is that person, without a session", async () => {
  const actor = await actorOf(await portal.entra.tokenOf(address, apiScope));
  expect(actor).toMatchObject({ objectId: oid, tenantId, sessionId: null, isPlatformAdmin: false });
  const admin = await actorOf(await portal.entra.tokenOf(cast.platformAdmin.address, apiScope));
  expect(admin.isPlatformAdmin).toBe(true);
});

test("/api/v1/me answers a bearer token; with a bad one it answers 401, also beside a good cookie", async () => {
  const ask = (token: string, headers: Record<string, string> = {}) =>
    me(
      new Request(`${portalOrigin}/api/v1/me`, { headers: { authorization: `Bearer ${token}`, ...headers } }),
    );
  const token = await portal.entra.tokenOf(address, apiScope);
  expect(await (await ask(token)).json()).toMatchObject({ person: { name } });
  const { browser } = await signedIn(portal, address);
  const beside = await ask(`${token}x`, { cookie: `lakeport-session=${browser.session}` });
  expect(beside.status).toBe(401);
  expect(await beside.json()).toMatchObject({ code: "token_invalid" });
});

test("its storage token is got on behalf of that very person, and held for that very token only", async () => {
  const actor = await actorOf(await portal.entra.tokenOf(address, apiScope));
  const first = await acquireStorageToken(portal.services, actor);
  expect(first.ok && claimsIn(first.token.value)).toMatchObject({ oid, aud: "https://storage.azure.com" });
  expect(await acquireStorageToken(portal.services, actor)).toEqual(first);
  const other = await actorOf(await portal.entra.tokenOf(cast.platformAdmin.address, apiScope));
  const theirs = await acquireStorageToken(portal.services, other);
  expect(theirs.ok && claimsIn(theirs.token.value)).toMatchObject({ oid: cast.platformAdmin.oid });
});

test("a token for another audience is not good here", async () => {
  const storage = await portal.entra.tokenOf(address, storageScope);
  const graph = await portal.entra.tokenOf(address, "https://graph.microsoft.com/User.Read");
  expect(await judge(storage)).toEqual({ ok: false, refusal: "token_invalid" });
  expect(await judge(graph)).toEqual({ ok: false, refusal: "token_invalid" });
});

/** Judges claims of our choice under a signature that verifies: Entra's keys are replaced by ours. */
async function judgeSigned(change: Record<string, unknown>) {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const claims = { ...claimsIn(await portal.entra.tokenOf(address, apiScope)), ...change };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
  const tokens = { ...portal.services.tokens, verificationKeys: async () => publicKey };
  return bearerActor({ ...portal.services, tokens }, token);
}

test.each([
  ["as it comes", {}, undefined],
  ["a machine's", { scp: undefined, idtyp: "app", roles: ["Platform.Admin"] }, "app_only"],
  ["without a scope", { scp: undefined }, "app_only"],
  ["marked as a machine's, with a scope", { idtyp: "app" }, "app_only"],
  ["with another scope", { scp: "access_as_users openid" }, "scope_missing"],
  ["of the old version", { ver: "1.0" }, "token_invalid"],
  ["of another tenant", { tid: cast.contosoReader.homeTid }, "token_invalid"],
  ["of another issuer", { iss: "https://sts.windows.net/x/" }, "token_invalid"],
  ["for another audience", { aud: clients.worker }, "token_invalid"],
  ["not yet valid", { nbf: Date.now() / 1000 + 600 }, "token_invalid"],
  ["without an end", { exp: undefined }, "token_invalid"],
  ["without an object id", { oid: undefined }, "token_invalid"],
])("a well-signed token %s is judged by what it says", async (_, change, refusal) => {
  const judged = await judgeSigned(change);
  expect(judged.ok ? undefined : judged.refusal).toBe(refusal);
});

test("a person who never came to this portal is not known, though Entra gave a token", async () => {
  const token = await portal.entra.tokenOf(cast.fabrikamReader.address, apiScope);
  expect(await judge(token)).toEqual({ ok: false, refusal: "not_known" });
});

test("a token ends: it is good before its end and not after", async () => {
  const token = await portal.entra.tokenOf(address, apiScope);
  const leftSeconds = Number(claimsIn(token).exp) - Date.now() / 1000;
  portal.turnClock(leftSeconds - 30);
  expect(await judge(token)).toMatchObject({ ok: true });
  portal.turnClock(30 + 120);
  expect(await judge(token)).toEqual({ ok: false, refusal: "token_invalid" });
  portal.turnClock(-leftSeconds - 120);
});

test("tokens that nobody at Entra signed are refused: no signature, another key, the public key as a secret", async () => {
  const good = await portal.entra.tokenOf(address, apiScope);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  const { privateKey } = await generateKeyPair("RS256");
  const forged = await new SignJWT(claimsIn(good))
    .setProtectedHeader({
      alg: "RS256",
      kid: String(JSON.parse(Buffer.from(header, "base64url").toString()).kid),
    })
    .sign(privateKey);
  const symmetric = await new SignJWT(claimsIn(good))
    .setProtectedHeader({ alg: "HS256" })
    .sign(Buffer.alloc(32, 1));
  const other = Buffer.from(JSON.stringify({ ...claimsIn(good), oid: cast.platformAdmin.oid })).toString(
    "base64url",
  );
  for (const token of [
    `${none}.${payload}.`,
    forged,
    symmetric,
    `${header}.${other}.${signature}`,
    "x",
    "a.b.c",
  ]) {
    expect(await judge(token)).toEqual({ ok: false, refusal: "token_invalid" });
  }
});

test("a disabled person's token is refused", async () => {
  const token = await portal.entra.tokenOf(address, apiScope);
  await portal.database.owner("UPDATE person SET state = 'disabled' WHERE object_id = $1", [oid]);
  expect(await judge(token)).toEqual({ ok: false, refusal: "person_disabled" });
  await portal.database.owner("UPDATE person SET state = 'redeemed' WHERE object_id = $1", [oid]);
});

test("an actor never shows its bearer token when it is printed", async () => {
  const token = await portal.entra.tokenOf(address, apiScope);
  const actor = await actorOf(token);
  expect(
    `${JSON.stringify(actor)}${inspect(actor, { depth: 9, showHidden: true })}${actor.bearer}`,
  ).not.toContain(token.slice(0, 40));
});
