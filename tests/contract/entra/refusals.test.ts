import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients } from "#tests/cast.ts";
import {
  callback,
  claimsIn,
  popup,
  portalOrigin,
  returned,
  type StartedEntra,
  startedEntra,
  storageScope,
  type TokenAnswer,
} from "#tests/contract/entra/started-entra.ts";

let entra: StartedEntra;
beforeAll(async () => {
  entra = await startedEntra();
});
afterAll(() => entra.end());

const reader = cast.contosoReader;
const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");
const asked = {
  client_id: clients.portal,
  redirect_uri: callback,
  response_type: "code",
  scope: `openid profile offline_access ${storageScope}`,
  state: "s",
  code_challenge: challenge,
  code_challenge_method: "S256",
};
const portal = { client_id: clients.portal, client_secret: "portal secret" };

function codesIn(answer: TokenAnswer): unknown {
  return answer.body.error_codes;
}

async function refusalAt(
  words: Record<string, string>,
): Promise<{ error: string | null; text: string | null }> {
  const back = returned(await entra.authorize(words));
  return { error: back.get("error"), text: back.get("error_description") };
}

async function freshCode(words: Record<string, string> = {}): Promise<string> {
  const response = await entra.authorize({ ...asked, login_hint: reader.address, ...words });
  return returned(response).get("code") ?? "";
}

async function redeemed(
  words: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const form = {
    grant_type: "authorization_code",
    ...portal,
    redirect_uri: callback,
    code_verifier: verifier,
  };
  return entra.token({ ...form, ...words }, headers);
}

async function freshRefreshToken(): Promise<string> {
  const answer = await redeemed({ code: await freshCode() });
  return String(answer.body.refresh_token);
}

test("a refusal has Entra's whole shape", async () => {
  const answer = await entra.token({
    grant_type: "client_credentials",
    client_id: clients.worker,
    client_secret: "wrong",
    scope: "x/.default",
  });
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({
    error: "invalid_client",
    error_codes: [7000215],
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
  });
  expect(answer.body.error_description).toMatch(
    /^AADSTS7000215: .+ Trace ID: .{36} Correlation ID: .{36} Timestamp: /,
  );
  expect(answer.body.trace_id).not.toBe(answer.body.correlation_id);
});

test("an unknown client or redirect address is shown to the person and never redirected to", async () => {
  for (const [words, code] of [
    [{ client_id: crypto.randomUUID() }, "AADSTS700016"],
    [{ redirect_uri: "https://evil.example/api/auth/callback" }, "AADSTS50011"],
    [{ redirect_uri: `${callback}/` }, "AADSTS50011"],
  ] as const) {
    const response = await entra.authorize({ ...asked, ...words, login_hint: reader.address });
    expect(response.headers.get("location")).toBeNull();
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(code)]);
  }
});

test("an authorize request is refused for its words, by name, with the state given back", async () => {
  for (const [words, code] of [
    [{ response_type: "id_token" }, "AADSTS700054"],
    [{ prompt: "sometimes" }, "AADSTS90023"],
    [{ code_challenge_method: "plain" }, "AADSTS90023"],
    [{ request_uri: "urn:x" }, "AADSTS90023"],
    [{ scope: "https://graph.microsoft.com/User.Read.All" }, "AADSTS65001"],
    [{ scope: "https://vault.azure.net/user_impersonation" }, "AADSTS500011"],
    [{ scope: "https://ossrdbms-aad.database.windows.net/user_impersonation" }, "AADSTS650057"],
    [{ scope: "https://storage.azure.com/everything" }, "AADSTS650053"],
    [{ claims: "{" }, "AADSTS9002313"],
  ] as [Record<string, string>, string][]) {
    const back = returned(await entra.authorize({ ...asked, ...words, login_hint: reader.address }));
    expect(back.get("error_description"), JSON.stringify(words)).toContain(`${code}:`);
    expect(back.get("state")).toBe("s");
    expect(back.has("code")).toBe(false);
  }
});

test("a page or public client without PKCE is refused; with it a code comes", async () => {
  const { code_challenge: _, code_challenge_method: __, ...bare } = asked;
  for (const words of [
    { redirect_uri: popup },
    { client_id: clients.cli, redirect_uri: "http://localhost:53123" },
  ]) {
    expect((await refusalAt({ ...bare, ...words, login_hint: reader.address })).text).toContain(
      "AADSTS9002325:",
    );
    expect(
      returned(await entra.authorize({ ...asked, ...words, login_hint: reader.address })).get("code"),
    ).toBeTruthy();
  }
});

test("prompt=none signs nobody in without a session or a hint, and says which", async () => {
  expect(await refusalAt({ ...asked, prompt: "none" })).toMatchObject({
    error: "login_required",
    text: expect.stringContaining("AADSTS50058:"),
  });
  const unknown = await refusalAt({ ...asked, prompt: "none", login_hint: "nobody@elsewhere.example" });
  expect(unknown).toMatchObject({
    error: "interaction_required",
    text: expect.stringContaining("AADSTS50020:"),
  });
  const pending = await refusalAt({ ...asked, prompt: "none", login_hint: cast.contosoPending.address });
  expect(pending.error).toBe("interaction_required");
  const signedIn = await entra.authorize({ ...asked, login_hint: reader.address });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const back = returned(await entra.authorize({ ...asked, prompt: "none" }, { cookie }));
  expect(back.get("code")).toBeTruthy();
  const ofSession = (sid: string) => entra.authorize({ ...asked, prompt: "none", sid }, { cookie });
  expect(returned(await ofSession(back.get("session_state") ?? "")).get("code")).toBeTruthy();
  const foreign = returned(await ofSession(crypto.randomUUID()));
  expect(foreign.get("error_description")).toContain("AADSTS16000:");
});

test("signing out ends the browser's session, of the hinted person only, and returns to registered addresses only", async () => {
  const signedIn = await entra.authorize({ ...asked, login_hint: reader.address });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const logout = (query: Record<string, string>) =>
    fetch(`${entra.http}/${entra.tenantId}/oauth2/v2.0/logout?${new URLSearchParams(query)}`, {
      headers: { cookie },
      redirect: "manual",
    });
  await logout({ logout_hint: cast.fabrikamAdmin.address });
  expect(returned(await entra.authorize({ ...asked, prompt: "none" }, { cookie })).has("code")).toBe(true);
  const away = await logout({
    logout_hint: reader.address,
    post_logout_redirect_uri: "https://evil.example/",
  });
  expect([away.status, away.headers.get("location")]).toEqual([200, null]);
  expect((await refusalAt({ ...asked, prompt: "none" })).error).toBe("login_required");
  expect(returned(await entra.authorize({ ...asked, prompt: "none" }, { cookie })).get("error")).toBe(
    "login_required",
  );
  const home = await logout({ post_logout_redirect_uri: `${portalOrigin}/sign-in` });
  expect(home.headers.get("location")).toBe(`${portalOrigin}/sign-in`);
});

test("a code is redeemed once, by its client, at its address, with its verifier", async () => {
  const code = await freshCode();
  expect(codesIn(await redeemed({ code, code_verifier: `${verifier}x` }))).toEqual([501481]);
  expect(codesIn(await redeemed({ code: await freshCode(), redirect_uri: popup }))).toEqual([500112]);
  expect(
    codesIn(
      await redeemed({ code: await freshCode(), client_id: clients.worker, client_secret: "worker secret" }),
    ),
  ).toEqual([70000]);
  expect(codesIn(await redeemed({ code: await freshCode() }, { origin: portalOrigin }))).toEqual([9002326]);
  expect(codesIn(await redeemed({ code: "no code" }))).toEqual([9002313]);
  const good = await freshCode();
  expect((await redeemed({ code: good })).status).toBe(200);
  expect(codesIn(await redeemed({ code: good }))).toEqual([54005]);
});

test("a code is dead after ten minutes", async () => {
  const code = await freshCode();
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 11 * 60_000 });
  const answer = await redeemed({ code });
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 0 });
  expect(codesIn(answer)).toEqual([70008]);
});

test("a confidential client needs its own secret, a public one must not send any", async () => {
  const code = await freshCode();
  const bare = {
    grant_type: "authorization_code",
    client_id: clients.portal,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
  };
  expect(codesIn(await entra.token(bare))).toEqual([7000218]);
  expect(codesIn(await entra.token({ ...bare, client_secret: "worker secret" }))).toEqual([7000215]);
  expect(codesIn(await entra.token({ ...bare, client_id: clients.cli, client_secret: "x" }))).toEqual([
    700025,
  ]);
  expect(codesIn(await entra.token({ ...bare, client_id: crypto.randomUUID() }))).toEqual([700016]);
  expect(
    codesIn(await entra.token({ ...bare, client_assertion: "a.b.c", client_assertion_type: "x" })),
  ).toEqual([9002313]);
});

test("client credentials take one /.default scope of a known resource", async () => {
  const worker = {
    grant_type: "client_credentials",
    client_id: clients.worker,
    client_secret: "worker secret",
  };
  expect(codesIn(await entra.token({ ...worker, scope: storageScope }))).toEqual([1002012]);
  expect(codesIn(await entra.token({ ...worker, scope: "https://vault.azure.net/.default" }))).toEqual([
    500011,
  ]);
  expect(
    codesIn(await entra.token({ ...worker, client_secret: "", scope: "https://storage.azure.com/.default" })),
  ).toEqual([7000215]);
  const answer = await entra.token({ ...worker, scope: "https://storage.azure.com/.default" });
  const claims = claimsIn(String(answer.body.access_token));
  expect(claims).toMatchObject({ idtyp: "app", appidacr: "1", aud: "https://storage.azure.com", ver: "1.0" });
  expect(claims).not.toHaveProperty("roles");
  expect(claims).not.toHaveProperty("scp");
});

test("the password grant is for the command-line client, the right password and a redeemed person", async () => {
  const cli = {
    grant_type: "password",
    client_id: clients.cli,
    username: reader.address,
    password: "local",
    scope: storageScope,
  };
  expect((await entra.token(cli)).status).toBe(200);
  expect(codesIn(await entra.token({ ...cli, password: "guess" }))).toEqual([50126]);
  expect(codesIn(await entra.token({ ...cli, username: "nobody@northwind.example" }))).toEqual([50034]);
  expect(codesIn(await entra.token({ ...cli, username: "nobody@elsewhere.example" }))).toEqual([50020]);
  expect(codesIn(await entra.token({ ...cli, username: cast.contosoPending.address }))).toEqual([65001]);
  expect(codesIn(await entra.token({ ...cli, ...portal }))).toEqual([7000218]);
});

test("token requests are refused for an unknown grant, parameter, mixed or malformed scope", async () => {
  const refresh = { grant_type: "refresh_token", ...portal, refresh_token: await freshRefreshToken() };
  expect(codesIn(await entra.token({ ...refresh, grant_type: "device_code" }))).toEqual([70003]);
  expect(codesIn(await entra.token({ ...refresh, token_type: "pop" }))).toEqual([90023]);
  expect(codesIn(await entra.token({ ...refresh, scope: `${storageScope} User.Read` }))).toEqual([28000]);
  expect(codesIn(await entra.token({ ...refresh, scope: " " }))).toEqual([70011]);
  expect(codesIn(await entra.token({ ...refresh, scope: "storage/user_impersonation" }))).toEqual([70011]);
  expect(codesIn(await entra.token({ ...refresh, refresh_token: "none" }))).toEqual([9002313]);
  expect(
    codesIn(await entra.token({ ...refresh, client_id: clients.worker, client_secret: "worker secret" })),
  ).toEqual([70000]);
});

test("another tenant is refused by name", async () => {
  const response = await fetch(`${entra.http}/common/oauth2/v2.0/token`, { method: "POST" });
  expect(await response.json()).toMatchObject({ error_codes: [90002] });
});
