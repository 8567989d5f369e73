import { CryptoProvider } from "@azure/msal-node";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, tenantId } from "#tests/cast.ts";
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
beforeAll(async () => {
  entra = await startedEntra();
});
afterAll(() => entra.end());

/** Signs a person in as the portal does; answers MSAL's result and its client. */
async function signIn(address: string, options: { spaCode?: boolean } = {}) {
  const client = portalClient(entra);
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const words = { scopes: ["User.Read"], redirectUri: callback, state: "the state", nonce: "the nonce" };
  const url = await client.getAuthCodeUrl({
    ...words,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    loginHint: address,
  });
  const response = await fetch(url, { redirect: "manual" });
  const back = returned(response);
  const payload = { code: back.get("code") ?? "", state: back.get("state") ?? "" };
  const request = {
    ...words,
    ...payload,
    codeVerifier: verifier,
    enableSpaAuthorizationCode: options.spaCode,
  };
  return { client, result: await client.acquireTokenByCode(request, payload), response };
}

test("a guest signs in through MSAL with PKCE, state and nonce, and gets home ids in the account", async () => {
  const guest = cast.contosoContributor;
  const { result } = await signIn(guest.address);
  expect(result.account).toMatchObject({
    homeAccountId: `${guest.homeOid}.${guest.homeTid}`,
    localAccountId: guest.oid,
    tenantId,
  });
  expect(result.idTokenClaims).toMatchObject({
    oid: guest.oid,
    tid: tenantId,
    nonce: "the nonce",
    acct: 1,
    idp: `https://sts.windows.net/${guest.homeTid}/`,
    preferred_username: guest.address,
    ver: "2.0",
  });
  expect(result.idTokenClaims).not.toHaveProperty("roles");
});

test("a member has no idp claim, and the platform admin alone has the app role", async () => {
  const { result } = await signIn(cast.platformAdmin.address);
  expect(result.idTokenClaims).toMatchObject({ acct: 0, roles: ["Platform.Admin"] });
  expect(result.idTokenClaims).not.toHaveProperty("idp");
});

test("the id token verifies against the published keys and the one issuer", async () => {
  const { result } = await signIn(cast.contosoReader.address);
  const keys = createRemoteJWKSet(new URL(`${entra.http}/${tenantId}/discovery/v2.0/keys`));
  const { payload } = await jwtVerify(result.idToken, keys, {
    issuer: entra.issuer,
    audience: clients.portal,
  });
  expect(payload.sub).not.toBe(cast.contosoReader.oid);
});

test("MSAL refreshes silently for Storage and gets a v1-shaped token that lives 60 to 90 minutes", async () => {
  const { client, result } = await signIn(cast.contosoReader.address);
  if (!result.account) throw new Error("no account");
  const silent = await client.acquireTokenSilent({ account: result.account, scopes: [storageScope] });
  const claims = claimsIn(silent.accessToken);
  expect(claims).toMatchObject({
    iss: `https://sts.windows.net/${tenantId}/`,
    aud: "https://storage.azure.com",
    ver: "1.0",
    oid: cast.contosoReader.oid,
    tid: tenantId,
    appid: clients.portal,
    scp: "user_impersonation",
    unique_name: cast.contosoReader.address,
    idp: `https://sts.windows.net/${cast.contosoReader.homeTid}/`,
  });
  expect(claims.uti).toEqual(expect.any(String));
  expect(claims).not.toHaveProperty("upn");
  const seconds = Number(claims.exp) - Number(claims.iat);
  expect(seconds).toBeGreaterThanOrEqual(3600);
  expect(seconds).toBeLessThanOrEqual(5400);
  const before = entraRequests(await entra.admin("GET", "/requests"));
  await client.acquireTokenSilent({ account: result.account, scopes: [storageScope] });
  expect(entraRequests(await entra.admin("GET", "/requests"))).toEqual(before);
});

async function entraRequests(response: Response): Promise<number> {
  const { requests } = await response.json();
  return requests.filter((line: { path: string }) => line.path.endsWith("/token")).length;
}

test("a hybrid code is redeemed by the registered page only, and its refresh token is bound to that Origin", async () => {
  const { result } = await signIn(cast.contosoContributor.address, { spaCode: true });
  const code = result.code ?? "";
  expect(code).not.toBe("");
  const scope = `${storageScope} openid profile offline_access`;
  const form = {
    grant_type: "authorization_code",
    client_id: clients.portal,
    code,
    redirect_uri: popup,
    scope,
  };
  const redeemed = await entra.token(form, { origin: portalOrigin });
  expect(redeemed.status).toBe(200);
  expect(redeemed.headers.get("access-control-allow-origin")).toBe(portalOrigin);
  expect(claimsIn(String(redeemed.body.access_token))).toMatchObject({
    oid: cast.contosoContributor.oid,
    appidacr: "0",
  });
  const refresh = {
    grant_type: "refresh_token",
    client_id: clients.portal,
    refresh_token: String(redeemed.body.refresh_token),
    scope,
  };
  expect((await entra.token(refresh, { origin: portalOrigin })).status).toBe(200);
  const strangers: Record<string, string>[] = [{}, { origin: "http://localhost:9999" }];
  for (const headers of strangers) {
    const refused = await entra.token(refresh, headers);
    expect(refused.body.error_codes).toEqual([9002327]);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("a hybrid code is refused without an Origin, from a foreign Origin, and a second time", async () => {
  const form = { grant_type: "authorization_code", client_id: clients.portal };
  const freshCode = async () =>
    (await signIn(cast.contosoContributor.address, { spaCode: true })).result.code ?? "";
  expect((await entra.token({ ...form, code: await freshCode() })).body.error_codes).toEqual([9002327]);
  const foreign = await entra.token(
    { ...form, code: await freshCode() },
    { origin: "http://localhost:9999" },
  );
  expect(foreign.body.error_codes).toEqual([9002327]);
  const code = await freshCode();
  expect((await entra.token({ ...form, code }, { origin: portalOrigin })).status).toBe(200);
  expect((await entra.token({ ...form, code }, { origin: portalOrigin })).body.error_codes).toEqual([54005]);
});

test("a nonce claim is absent when no nonce was sent", async () => {
  const response = await entra.authorize({
    client_id: clients.portal,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
    login_hint: cast.contosoReader.address,
  });
  const form = {
    grant_type: "authorization_code",
    client_id: clients.portal,
    client_secret: "portal secret",
    redirect_uri: callback,
  };
  const answer = await entra.token({ ...form, code: returned(response).get("code") ?? "" });
  expect(claimsIn(String(answer.body.id_token))).not.toHaveProperty("nonce");
});
