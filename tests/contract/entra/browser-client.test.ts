import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { CryptoProvider } from "@azure/msal-node";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, tenantId } from "#tests/cast.ts";
import {
  claimsIn,
  portalClient,
  returned,
  type StartedEntra,
  startedEntra,
  storageScope,
} from "#tests/contract/entra/started-entra.ts";
import { expectQuiet, launchBrowser, newVisitor } from "#tests/e2e/browser.ts";

const library = join(import.meta.dirname, "../../../node_modules/@azure/msal-browser/lib");
const pages: Record<string, string> = {
  "/": `<!doctype html><title>page</title><link rel="icon" href="data:,"><script src="/msal.js"></script>`,
  "/auth/popup": `<!doctype html><title>popup</title><link rel="icon" href="data:,"><script src="/bridge.js"></script>
    <script>msalRedirectBridge.broadcastResponseToMainFrame()</script>`,
  "/msal.js": readFileSync(join(library, "msal-browser.min.js"), "utf8"),
  "/bridge.js": readFileSync(join(library, "redirect-bridge/msal-redirect-bridge.min.js"), "utf8"),
};

let entra: StartedEntra;
let browser: Browser;
let portal: Server;
let origin = "";
beforeAll(async () => {
  portal = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    response.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html");
    response.end(pages[path] ?? "");
  });
  await new Promise<void>((resolve) => portal.listen(0, "localhost", resolve));
  const address = portal.address();
  origin = `http://localhost:${typeof address === "object" ? address?.port : ""}`;
  [entra, browser] = await Promise.all([startedEntra({ portalOrigin: origin }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await entra.end();
  portal.closeAllConnections();
  portal.close();
});

const person = cast.contosoContributor;

/** The hybrid code that the portal's own redemption brings along. */
async function hybridCode(): Promise<string> {
  const client = portalClient(entra);
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const words = {
    scopes: [storageScope],
    redirectUri: `${origin}/api/auth/callback`,
    state: "s",
    nonce: "n",
  };
  const url = await client.getAuthCodeUrl({
    ...words,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    loginHint: person.address,
  });
  const code = returned(await fetch(url, { redirect: "manual" })).get("code") ?? "";
  const result = await client.acquireTokenByCode({
    ...words,
    code,
    codeVerifier: verifier,
    enableSpaAuthorizationCode: true,
  });
  return result.code ?? "";
}

/** Makes the page's MSAL client as the portal configures it: memory only, metadata by setting. */
async function openClient(page: Page): Promise<void> {
  const metadata = await (
    await fetch(`${entra.http}/${tenantId}/v2.0/.well-known/openid-configuration`)
  ).json();
  await page.goto(`${origin}/`);
  const auth = {
    clientId: clients.portal,
    authority: `https://login.local/${tenantId}`,
    knownAuthorities: ["login.local"],
    authorityMetadata: JSON.stringify(metadata),
    redirectUri: `${origin}/auth/popup`,
  };
  await page.evaluate(`(async () => {
    window.client = await msal.createStandardPublicClientApplication({ auth: ${JSON.stringify(auth)}, cache: { cacheLocation: "memoryStorage" } });
  })()`);
}

/** The claims of a token that the page was given; throws with the page's refusal otherwise. */
function given(answer: string): Record<string, unknown> {
  if (answer.startsWith("refused:")) throw new Error(answer);
  return claimsIn(answer);
}

/** Calls one method of the page's client; answers the access token or the error's code. */
async function ask(page: Page, method: string, request: object): Promise<string> {
  const words = JSON.stringify({ scopes: [storageScope], ...request });
  return page.evaluate(`client.${method}({ account: client.getAllAccounts()[0], ...${words} })
    .then((result) => result.accessToken, (error) => "refused: " + error.errorCode + " " + error.message)`);
}

test("msal-browser redeems the hybrid code and refreshes in the page, over CORS, as the same person", async () => {
  const visitor = await newVisitor(browser);
  await openClient(visitor.page);
  const code = await hybridCode();
  expect(given(await ask(visitor.page, "acquireTokenByCode", { code }))).toMatchObject({
    oid: person.oid,
    scp: "user_impersonation",
  });
  const silent = await ask(visitor.page, "acquireTokenSilent", { forceRefresh: true });
  expect(given(silent)).toMatchObject({ oid: person.oid, aud: "https://storage.azure.com" });
  expect(await ask(visitor.page, "acquireTokenByCode", { code })).toMatch(/^refused: .*54005/);
  expectQuiet(visitor, [/status of 400/]);
  await visitor.close();
});

test("msal-browser gets a token by popup with prompt=none, and by a step-up with its claims", async () => {
  const visitor = await newVisitor(browser);
  const { page } = visitor;
  await openClient(page);
  const hint = { loginHint: person.address };
  expect(given(await ask(page, "acquireTokenPopup", { ...hint, prompt: "none" }))).toMatchObject({
    oid: person.oid,
  });
  const { claims } = await (await entra.admin("POST", "/step-up", {})).json();
  expect(await ask(page, "acquireTokenSilent", { forceRefresh: true })).toMatch(
    /^refused: .*(50076|interaction)/,
  );
  const popup = visitor.context.waitForEvent("page");
  const answer = ask(page, "acquireTokenPopup", { ...hint, claims });
  await (await popup).getByRole("button", { name: "It is me" }).click();
  expect(given(await answer)).toMatchObject({ oid: person.oid });
  await entra.admin("DELETE", "/step-up");
  await visitor.close();
});

test("a page of another origin can neither redeem a hybrid code nor read the answer", async () => {
  const visitor = await newVisitor(browser);
  const code = await hybridCode();
  await visitor.page.goto(`${entra.http}/${tenantId}/discovery/v2.0/keys`);
  const form = {
    grant_type: "authorization_code",
    client_id: clients.portal,
    code,
    redirect_uri: `${origin}/auth/popup`,
  };
  const outcome =
    await visitor.page.evaluate(`fetch(${JSON.stringify(`${entra.http.replace("127.0.0.1", "localhost")}/${tenantId}/oauth2/v2.0/token`)},
    { method: "POST", body: new URLSearchParams(${JSON.stringify(form)}) }).then(() => "read", () => "blocked")`);
  expect(outcome).toBe("blocked");
  const { requests } = await (await entra.admin("GET", "/requests")).json();
  const last = requests.findLast((line: { path: string }) => line.path.endsWith("/token"));
  expect(last).toMatchObject({ status: 400, refusal: 9002327 });
  await visitor.close();
});
