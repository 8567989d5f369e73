import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as authorize } from "#app/api/hub-oauth/authorize/route.ts";
import { POST as redeem } from "#app/api/hub-oauth/token/route.ts";
import { GET as userinfo } from "#app/api/hub-oauth/userinfo/route.ts";
import { endSession } from "#lib/auth/end-session.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { cast } from "#tests/cast.ts";
import { Browser, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

const hub = "http://127.0.0.1:4300";
const callback = `${hub}/hub/oauth_callback`;
const secret = randomBytes(16).toString("hex");

let portal: TestPortal;
let anna: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  portal = await startPortal();
  Object.assign(portal.services.env, {
    HUB_URL: hub,
    HUB_OAUTH_CLIENT_ID: "jupyterhub",
    HUB_OAUTH_CLIENT_SECRET: secret,
  });
  anna = await signedIn(portal, cast.contosoReader.address);
});
afterAll(() => portal.end());

const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

const asked = {
  response_type: "code",
  client_id: "jupyterhub",
  redirect_uri: callback,
  state: "state-of-the-hub",
  code_challenge: challenge,
  code_challenge_method: "S256",
};

function ask(browser: Browser, changed: Partial<Record<keyof typeof asked, string>> = {}) {
  const query = new URLSearchParams({ ...asked, ...changed });
  return authorize(browser.request(`/api/hub-oauth/authorize?${query}`));
}

async function codeFor(browser: Browser): Promise<string> {
  const reply = await ask(browser);
  return new URL(reply.headers.get("location") ?? "about:blank").searchParams.get("code") ?? "";
}

function redeemCode(code: string, changed: Record<string, string> = {}, headers: HeadersInit = {}) {
  const form = {
    grant_type: "authorization_code",
    client_id: "jupyterhub",
    client_secret: secret,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
    ...changed,
  };
  const body = new URLSearchParams(Object.entries(form).filter(([, value]) => value !== ""));
  return redeem(new Request("http://localhost:3000/api/hub-oauth/token", { method: "POST", body, headers }));
}

async function expectRefused(reply: Response, error: string, status = 400) {
  expect(reply.status).toBe(status);
  expect(await reply.json()).toEqual({ error });
  expect(reply.headers.get("cache-control")).toBe("no-store");
}

test("a signed-in person goes back to the Hub with code, state and issuer; the Hub learns who, and nothing else", async () => {
  const reply = await ask(anna.browser);
  expect(reply.status).toBe(302);
  const location = new URL(reply.headers.get("location") ?? "");
  expect(location.origin + location.pathname).toBe(callback);
  expect(location.searchParams.get("state")).toBe("state-of-the-hub");
  expect(location.searchParams.get("iss")).toBe("http://localhost:3000");

  const given = await redeemCode(location.searchParams.get("code") ?? "");
  expect(given.headers.get("cache-control")).toBe("no-store");
  const token = await given.json();
  expect(token).toMatchObject({ token_type: "Bearer", expires_in: 60 });

  const name = hubUserName(anna.actor);
  const headers = { authorization: `Bearer ${token.access_token}` };
  const info = userinfo(new Request("http://localhost:3000/api/hub-oauth/userinfo", { headers }));
  expect(await info.json()).toEqual({ sub: name, hub_user: name, name: anna.actor.name });
});

test("whoever is not signed in signs in first and comes back to the very same request", async () => {
  const reply = await ask(new Browser());
  const location = new URL(reply.headers.get("location") ?? "");
  expect(location.pathname).toBe("/sign-in");
  expect(location.searchParams.get("returnTo")).toBe(
    `/api/hub-oauth/authorize?${new URLSearchParams(asked)}`,
  );
});

test.each([
  { what: "another redirect address", changed: { redirect_uri: `${callback}/` }, code: "wrong_redirect" },
  {
    what: "another host",
    changed: { redirect_uri: "http://evil.example/hub/oauth_callback" },
    code: "wrong_redirect",
  },
  { what: "another client", changed: { client_id: "another" }, code: "unknown_client" },
  { what: "no challenge", changed: { code_challenge: "" }, code: "no_proof_key" },
  { what: "a plain challenge", changed: { code_challenge_method: "plain" }, code: "no_proof_key" },
  { what: "no state", changed: { state: "" }, code: "malformed" },
  { what: "the implicit flow", changed: { response_type: "token" }, code: "malformed" },
])("a request with $what is answered here and sent nowhere", async ({ changed, code }) => {
  const reply = await ask(anna.browser, changed);
  expect(reply.status).toBe(400);
  expect(reply.headers.get("location")).toBeNull();
  expect(await reply.json()).toMatchObject({ code });
});

test("a code is taken once", async () => {
  const code = await codeFor(anna.browser);
  expect((await redeemCode(code)).status).toBe(200);
  await expectRefused(await redeemCode(code), "invalid_grant");
});

test("a code ends after 60 seconds", async () => {
  const code = await codeFor(anna.browser);
  portal.turnClock(61);
  await expectRefused(await redeemCode(code), "invalid_grant");
});

test("a code with another verifier is refused, and spent by the try", async () => {
  const code = await codeFor(anna.browser);
  await expectRefused(await redeemCode(code, { code_verifier: "x".repeat(43) }), "invalid_grant");
  await expectRefused(await redeemCode(code), "invalid_grant");
});

test("a code with another redirect address is refused", async () => {
  const code = await codeFor(anna.browser);
  await expectRefused(await redeemCode(code, { redirect_uri: "http://evil.example/" }), "invalid_grant");
});

test("a code whose sign-in session has ended since is worth nothing", async () => {
  const ben = await signedIn(portal, cast.contosoContributor.address);
  const code = await codeFor(ben.browser);
  const { sessionId, personId } = ben.actor;
  await endSession(portal.services, { sessionId: sessionId ?? "", personId, correlationId: "test-ended" });
  await expectRefused(await redeemCode(code), "invalid_grant");
});

test("a client that does not prove itself gets nothing, and the code stays good for the real one", async () => {
  const code = await codeFor(anna.browser);
  await expectRefused(await redeemCode(code, { client_secret: "wrong" }), "invalid_client", 401);
  await expectRefused(await redeemCode(code, { client_secret: "" }), "invalid_client", 401);
  const basic = Buffer.from(`jupyterhub:${secret}`).toString("base64");
  const reply = await redeemCode(
    code,
    { client_id: "", client_secret: "" },
    { authorization: `Basic ${basic}` },
  );
  expect(reply.status).toBe(200);
});

test("other grants and incomplete requests are told apart", async () => {
  const code = await codeFor(anna.browser);
  await expectRefused(await redeemCode(code, { grant_type: "password" }), "unsupported_grant_type");
  await expectRefused(await redeemCode(code, { code_verifier: "" }), "invalid_request");
  await expectRefused(await redeemCode(""), "invalid_request");
});

test("an access token ends after a minute, and anything else opens nothing", async () => {
  const { access_token: token } = await (await redeemCode(await codeFor(anna.browser))).json();
  const statusOf = (authorization: string) =>
    userinfo(new Request("http://localhost:3000/api/hub-oauth/userinfo", { headers: { authorization } }))
      .status;
  expect(statusOf(`Bearer ${token}`)).toBe(200);
  expect(statusOf(`Bearer ${token.slice(0, -2)}xx`)).toBe(401);
  expect(statusOf(`Bearer ${anna.browser.session}`)).toBe(401);
  portal.turnClock(61);
  expect(statusOf(`Bearer ${token}`)).toBe(401);
});
