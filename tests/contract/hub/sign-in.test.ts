import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hubSignOutUrl, labPath, openServerUrl } from "#lib/hub/hub-urls.ts";
import {
  launchOptions,
  type RunningHub,
  serverUrlOf,
  startAndFollow,
  startRunningHub,
} from "#tests/contract/hub/running-hub.ts";
import { CookieJar } from "#tests/cookies.ts";
import { send } from "#tests/kernel.ts";

const anna = { user: "u-anna", server: "s1" };
const bert = { user: "u-bert", server: "s1" };

let running: RunningHub;

beforeAll(async () => {
  running = await startRunningHub();
  await Promise.all([startAndFollow(running.hub, anna), startAndFollow(running.hub, bert)]);
}, 600_000);

afterAll(async () => {
  await running?.close();
});

beforeEach(() => {
  running.portal.signedIn = anna.user;
  running.portal.issuer = running.portal.origin;
});

function open(ref: typeof anna): string {
  return openServerUrl({ hubUrl: running.settings.hubUrl, ref, notebook: launchOptions.notebook });
}

/** Status of a page of JupyterLab's own API in this browser: 200 only for the server's owner. */
async function statusOfServer(jar: CookieJar, ref: typeof anna): Promise<number> {
  return (await send({ jar }, `${serverUrlOf(running, ref)}/api/contents`)).status;
}

describe("opening a server", () => {
  it("ends on the notebook without a question, with PKCE and an exact redirect URI", async () => {
    const { response, visited } = await new CookieJar().visit(open(anna));
    expect(response.status).toBe(200);
    expect(visited.at(-1)).toBe(running.settings.hubUrl + labPath(anna, launchOptions.notebook));
    const asked = running.portal.authorizations.at(-1);
    expect(asked?.get("code_challenge_method")).toBe("S256");
    expect(asked?.get("redirect_uri")).toBe(`${running.settings.hubUrl}/hub/oauth_callback`);
    expect(asked?.get("client_id")).toBe("jupyterhub");
  });

  it("signs the Hub out first when another person was signed in there", async () => {
    const jar = new CookieJar();
    await jar.visit(open(anna));
    running.portal.signedIn = bert.user;
    const { response, visited } = await jar.visit(open(bert));
    expect(response.status).toBe(200);
    expect(visited.at(-1)).toContain("/user/u-bert/s1/lab");
    expect(await statusOfServer(jar, bert)).toBe(200);
    expect(await statusOfServer(jar, anna)).not.toBe(200);
  });

  it("asks the portal no second time for the same person", async () => {
    const jar = new CookieJar();
    await jar.visit(open(anna));
    const before = running.portal.authorizations.length;
    await jar.visit(open(anna));
    expect(running.portal.authorizations).toHaveLength(before);
  });

  it.each([
    ["another person's server", { user: "u-anna", next: "/user/u-bert/s1/lab" }],
    ["another site", { user: "u-anna", next: "//evil.example/user/u-anna/s1/lab" }],
    ["a page of the Hub", { user: "u-anna", next: "/hub/home" }],
  ])("refuses a link that leads to %s", async (_what, query) => {
    const url = `${running.settings.hubUrl}/hub/lakeport/open?${new URLSearchParams(query)}`;
    expect((await new CookieJar().visit(url)).response.status).toBe(400);
  });
});

describe("signing in at the Hub", () => {
  it("is refused to somebody whom the portal never started a server for", async () => {
    running.portal.signedIn = "u-stranger";
    const { response } = await new CookieJar().visit(`${running.settings.hubUrl}/hub/home`);
    expect(response.status).toBe(403);
  });

  it("is refused when the answer names another issuer", async () => {
    running.portal.issuer = "https://evil.example";
    const { response } = await new CookieJar().visit(`${running.settings.hubUrl}/hub/home`);
    expect(response.status).toBe(400);
  });

  it("is refused for a Hub user name that the portal would not make", async () => {
    running.portal.signedIn = "../root";
    const { response } = await new CookieJar().visit(`${running.settings.hubUrl}/hub/home`);
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it("does not let a person into another person's server", async () => {
    const jar = new CookieJar();
    const { response } = await jar.visit(`${serverUrlOf(running, bert)}/lab`);
    expect(response.status).toBe(403);
    expect(await statusOfServer(jar, bert)).not.toBe(200);
  });

  it("gives no token, share or start to the person in the browser", async () => {
    const jar = new CookieJar();
    await jar.visit(open(anna));
    const api = `${running.settings.hubUrl}/hub/api`;
    const call = (method: "POST", path: string, body = "{}") =>
      send({ jar }, `${api}${path}`, { method, body });
    expect((await call("POST", "/users/u-anna/tokens")).status).toBe(403);
    expect((await call("POST", "/users/u-anna/servers/s2")).status).toBe(403);
    expect((await call("POST", "/shares/u-anna/s1", JSON.stringify({ user: "u-bert" }))).status).toBe(403);
    expect((await send({ jar }, `${api}/users`)).status).toBe(403);
  });
});

describe("signing out", () => {
  it("ends the Hub's session and every server's in this browser, and returns to the portal", async () => {
    const jar = new CookieJar();
    await jar.visit(open(anna));
    expect(await statusOfServer(jar, anna)).toBe(200);
    const stolen = jar.header(`${serverUrlOf(running, anna)}/api`);
    running.portal.signedIn = null;
    const { visited } = await jar.visit(hubSignOutUrl(running.settings.hubUrl));
    expect(visited.at(-1)).toBe(`${running.portal.origin}/sign-in`);
    expect(await statusOfServer(jar, anna)).not.toBe(200);
    await expect.poll(() => statusWith(stolen), { timeout: 10_000 }).not.toBe(200);
  });

  it("everywhere: forgetting the person ends sessions in other browsers too", async () => {
    const jar = new CookieJar();
    await jar.visit(open(anna));
    await running.hub.stopServer(anna);
    expect(await running.hub.forgetUser(anna.user)).toEqual({ ok: true, value: undefined });
    const { visited } = await jar.visit(`${running.settings.hubUrl}/hub/home`);
    expect(visited.some((url) => url.includes("/api/hub-oauth/authorize"))).toBe(true);
    await startAndFollow(running.hub, anna);
    expect((await new CookieJar().visit(open(anna))).response.status).toBe(200);
  });
});

/** What the server's API says to cookies that somebody kept. */
async function statusWith(cookies: string): Promise<number> {
  const answer = await fetch(`${serverUrlOf(running, anna)}/api/contents`, { headers: { cookie: cookies } });
  await answer.body?.cancel();
  return answer.status;
}
