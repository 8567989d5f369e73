import { CryptoProvider, InteractionRequiredAuthError } from "@azure/msal-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cast, clients } from "#tests/cast.ts";
import {
  callback,
  claimsIn,
  popup,
  portalClient,
  portalOrigin,
  returned,
  type StartedEntra,
  startedEntra,
  storageScope,
} from "#tests/contract/entra/started-entra.ts";

let entra: StartedEntra;
beforeEach(async () => {
  entra = await startedEntra();
});
afterEach(() => entra.end());

const dayMs = 86_400_000;
const reader = cast.contosoReader;

/** Signs the reader in at a fresh MSAL client; `claims` are sent to authorize. */
async function signedIn(words: { claims?: string; spa?: boolean } = {}) {
  const client = portalClient(entra);
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const request = {
    scopes: ["User.Read"],
    redirectUri: callback,
    nonce: "n",
    state: "s",
    claims: words.claims,
  };
  const url = await client.getAuthCodeUrl({
    ...request,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    loginHint: reader.address,
  });
  const response = words.claims
    ? await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ person: reader.address, done: "step-up" }),
        redirect: "manual",
      })
    : await fetch(url, { redirect: "manual" });
  const code = returned(response).get("code") ?? "";
  const result = await client.acquireTokenByCode({
    ...request,
    code,
    codeVerifier: verifier,
    enableSpaAuthorizationCode: words.spa,
  });
  if (!result.account) throw new Error("no account");
  return { client, account: result.account, spaCode: result.code ?? "" };
}

async function refreshed({ client, account }: Awaited<ReturnType<typeof signedIn>>): Promise<unknown> {
  const request = { account, scopes: [storageScope], forceRefresh: true };
  return client.acquireTokenSilent(request).then(
    (result) => result.accessToken,
    (error: unknown) => error,
  );
}

test.each([
  ["disabled", 50057, { isEnabled: false }],
  ["revoked", 50173, { revoke: true }],
] as const)(
  "a %s person's refresh is refused, while an access token already given keeps its time",
  async (_, code, change) => {
    const session = await signedIn();
    const token = await entra.tokenOf(reader.address, "User.Read");
    await entra.admin("PATCH", `/people/${reader.oid}`, change);
    expect(String(await refreshed(session))).toContain(`AADSTS${code}`);
    const me = await fetch(`${entra.http}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
  },
);

test("a deleted person can neither refresh nor sign in again", async () => {
  const session = await signedIn();
  await entra.admin("DELETE", `/people/${reader.oid}`);
  expect(String(await refreshed(session))).toContain("AADSTS50034");
  await expect(entra.tokenOf(reader.address, "User.Read")).rejects.toThrow("AADSTS50020");
});

test("a refresh token lives 90 days from its last use, and an older one stays valid after rotation", async () => {
  const form = {
    grant_type: "refresh_token",
    client_id: clients.cli,
    scope: `${storageScope} offline_access`,
  };
  const password = {
    grant_type: "password",
    client_id: clients.cli,
    username: reader.address,
    password: "local",
  };
  const first = await entra.token({ ...password, scope: form.scope });
  const refresh = (token: unknown) => entra.token({ ...form, refresh_token: String(token) });
  const second = await refresh(first.body.refresh_token);
  expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
  expect((await refresh(first.body.refresh_token)).status).toBe(200);
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 89 * dayMs });
  const third = await refresh(second.body.refresh_token);
  expect(third.status).toBe(200);
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 91 * dayMs });
  expect((await refresh(second.body.refresh_token)).body.error_codes).toEqual([700082]);
  expect((await refresh(third.body.refresh_token)).status).toBe(200);
});

test("a page's refresh token dies 24 hours after the sign-in, however often it was used", async () => {
  const { spaCode } = await signedIn({ spa: true });
  const scope = `${storageScope} offline_access`;
  const client = { client_id: clients.portal, scope };
  const headers = { origin: portalOrigin };
  let answer = await entra.token(
    { ...client, grant_type: "authorization_code", code: spaCode, redirect_uri: popup },
    headers,
  );
  const refresh = () =>
    entra.token(
      { ...client, grant_type: "refresh_token", refresh_token: String(answer.body.refresh_token) },
      headers,
    );
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 23 * 3_600_000 });
  answer = await refresh();
  expect(answer.status).toBe(200);
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 25 * 3_600_000 });
  expect((await refresh()).body.error_codes).toEqual([700084]);
});

test("a demanded step-up reaches MSAL as a claims challenge, and an authorize with those claims satisfies it", async () => {
  const session = await signedIn();
  const { claims } = await (await entra.admin("POST", "/step-up", {})).json();
  const refusal = await refreshed(session);
  expect(refusal).toBeInstanceOf(InteractionRequiredAuthError);
  expect(refusal).toMatchObject({ errorCode: "interaction_required", claims });
  const graph = await session.client.acquireTokenSilent({
    account: session.account,
    scopes: ["User.Read"],
    forceRefresh: true,
  });
  expect(graph.accessToken).not.toBe("");
  expect(await refreshed(await signedIn({ claims }))).toEqual(expect.any(String));
  expect(await refreshed(await signedIn())).toBeInstanceOf(InteractionRequiredAuthError);
});

test("a step-up is not satisfied silently, and is asked on a page", async () => {
  const { claims } = await (await entra.admin("POST", "/step-up", {})).json();
  const words = {
    client_id: clients.portal,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
    login_hint: reader.address,
    claims,
  };
  expect(returned(await entra.authorize({ ...words, prompt: "none" })).get("error")).toBe(
    "interaction_required",
  );
  expect(await (await entra.authorize(words)).text()).toContain("Confirm that it is you");
});

test("a block by conditional access is refused at that resource and at no other", async () => {
  const session = await signedIn();
  await entra.admin("PATCH", "/controls", {
    blocked: [{ resource: "https://storage.azure.com", personId: reader.oid }],
  });
  expect(String(await refreshed(session))).toContain("AADSTS53003");
  await expect(entra.tokenOf(cast.contosoAdmin.address, storageScope)).resolves.toEqual(expect.any(String));
  await expect(entra.tokenOf(reader.address, "User.Read")).resolves.toEqual(expect.any(String));
});

test("the token lifetime is what an administrator configured", async () => {
  await entra.admin("PATCH", "/controls", { tokenLifetimeSeconds: 600 });
  const claims = claimsIn(await entra.tokenOf(reader.address, storageScope));
  expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
});

test("key, refresh tokens, groups and redemptions survive a restart", async () => {
  const session = await signedIn();
  await entra.admin("PATCH", `/people/${cast.contosoPending.oid}`, { isPending: false });
  const { keys } = await (await fetch(`${entra.http}/${entra.tenantId}/discovery/v2.0/keys`)).json();
  entra = await entra.restart();
  const after = await (await fetch(`${entra.http}/${entra.tenantId}/discovery/v2.0/keys`)).json();
  expect(after.keys).toEqual(keys);
  expect(await refreshed(session)).toEqual(expect.any(String));
  await expect(entra.tokenOf(cast.contosoPending.address, "User.Read")).resolves.toEqual(expect.any(String));
});

test("the admin endpoint is not there without its token, or with a wrong one", async () => {
  for (const headers of [{}, { "x-lakeport-admin": "wrong" }] as Record<string, string>[]) {
    expect((await fetch(`${entra.http}/_admin/people`, { headers })).status).toBe(404);
  }
  expect((await entra.admin("GET", "/people")).status).toBe(200);
});

test("the request log names people and clients, and never holds a token, a code or a secret", async () => {
  await refreshed(await signedIn());
  const text = await (await entra.admin("GET", "/requests")).text();
  expect(text).toContain(reader.oid);
  expect(text).not.toMatch(/portal secret|eyJ|1\.A[\w-]{20}|1\.R[\w-]{20}/);
});
