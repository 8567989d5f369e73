import { createServer, type Server } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients } from "#tests/cast.ts";
import { type StartedEntra, startedEntra } from "#tests/contract/entra/started-entra.ts";
import {
  expectAccessible,
  expectQuiet,
  launchBrowser,
  newVisitor,
  picture,
  type Visitor,
} from "#tests/e2e/browser.ts";

let entra: StartedEntra;
let browser: Browser;
let portal: Server;
let callback = "";
beforeAll(async () => {
  portal = createServer((_, response) => response.end("<!doctype html><title>portal</title>"));
  await new Promise<void>((resolve) => portal.listen(0, "localhost", resolve));
  const address = portal.address();
  const portalOrigin = `http://localhost:${typeof address === "object" ? address?.port : ""}`;
  callback = `${portalOrigin}/api/auth/callback`;
  [entra, browser] = await Promise.all([startedEntra({ portalOrigin }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await entra.end();
  portal.closeAllConnections();
  portal.close();
});

const asked = { client_id: clients.portal, response_type: "code", scope: "openid", state: "s" };

function authorizeUrl(words: Record<string, string> = {}): string {
  return `${entra.http}/${entra.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({ ...asked, redirect_uri: callback, ...words })}`;
}

function visit(looks: Parameters<typeof newVisitor>[1] = {}): Promise<Visitor> {
  return newVisitor(browser, looks);
}

test.each([
  ["light", 1440],
  ["dark", 390],
] as const)("every page is accessible in %s at %i pixels", async (colorScheme, width) => {
  const visitor = await visit({ colorScheme, width, height: 900 });
  const { page } = visitor;
  await page.goto(authorizeUrl());
  await expectAccessible(page);
  await picture(page, `entra-sign-in-${colorScheme}-${width}`);
  await page.locator(`[data-person="${cast.contosoPending.address}"]`).click();
  await expectAccessible(page);
  await picture(page, `entra-redeem-${colorScheme}-${width}`);
  await page.goto(authorizeUrl({ prompt: "consent", login_hint: cast.contosoReader.address }));
  await expectAccessible(page);
  await page.goto(authorizeUrl({ redirect_uri: "https://evil.example" }));
  await expectAccessible(page);
  await picture(page, `entra-refused-${colorScheme}-${width}`);
  expectQuiet(visitor, [/status of 400/]);
  await visitor.close();
});

test("the page names every demo person with role and what they will see, and says that it is not Microsoft", async () => {
  const visitor = await visit();
  const { page } = visitor;
  await page.goto(authorizeUrl());
  expect(await page.title()).toBe("Sign in · local stand-in for Microsoft Entra");
  for (const { address, name } of Object.values(cast)) {
    const button = page.locator(`[data-person="${address}"]`);
    expect(await button.textContent()).toContain(name);
  }
  expect(await page.locator("main").textContent()).toContain("Contoso Dairy, without access to its data.");
  expect(await page.locator("header").textContent()).toContain("Local stand-in for Microsoft Entra");
  await visitor.close();
});

test("by keyboard alone, without scripts, a person is picked and lands at the portal with a code", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(authorizeUrl());
  for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await page.waitForURL(`${callback}?**`);
  expect(new URL(page.url()).searchParams.get("code")).toBeTruthy();
  expect(new URL(page.url()).searchParams.get("state")).toBe("s");
  await context.close();
});

test("a pending guest accepts the invitation at the first sign-in, or declines and stays pending", async () => {
  const visitor = await visit();
  const { page } = visitor;
  await page.goto(authorizeUrl({ login_hint: cast.contosoPending.address }));
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForURL(`${callback}?**`);
  expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
  await page.goto(authorizeUrl({ login_hint: cast.contosoPending.address }));
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(`${callback}?**`);
  expect(new URL(page.url()).searchParams.get("code")).toBeTruthy();
  await page.goto(authorizeUrl({ login_hint: cast.contosoPending.address }));
  expect(new URL(page.url()).searchParams.get("code")).toBeTruthy();
  await entra.admin("PATCH", `/people/${cast.contosoPending.oid}`, { isPending: true });
  await visitor.close();
});

test("an address that the tenant does not know is refused on the page, a known one typed there signs in", async () => {
  const visitor = await visit();
  const { page } = visitor;
  await page.goto(authorizeUrl());
  await page.getByLabel("Address").fill("stranger@elsewhere.example");
  await page.getByRole("button", { name: "Next" }).click();
  expect(await page.getByRole("alert").textContent()).toContain("AADSTS50020");
  await expectAccessible(page);
  await page.getByLabel("Address").fill(cast.fabrikamReader.address);
  await page.getByRole("button", { name: "Next" }).click();
  await page.waitForURL(`${callback}?**`);
  await visitor.close();
});

test("a disabled person is refused on the page", async () => {
  const visitor = await visit();
  await entra.admin("PATCH", `/people/${cast.fabrikamReader.oid}`, { isEnabled: false });
  await visitor.page.goto(authorizeUrl({ login_hint: cast.fabrikamReader.address }));
  expect(await visitor.page.getByRole("alert").textContent()).toContain("AADSTS50057");
  await entra.admin("PATCH", `/people/${cast.fabrikamReader.oid}`, { isEnabled: true });
  await visitor.close();
});

test("another person can be chosen from a question that names the wrong one, and prompt=login always asks", async () => {
  const visitor = await visit();
  const { page } = visitor;
  await page.goto(authorizeUrl({ prompt: "consent", login_hint: cast.contosoReader.address }));
  await page.getByRole("link", { name: /Use another account$/ }).click();
  await page.locator(`[data-person="${cast.contosoAdmin.address}"]`).click();
  await page.waitForURL(`${callback}?**`);
  await page.goto(authorizeUrl({ prompt: "login", login_hint: cast.contosoAdmin.address }));
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Pick an account");
  await visitor.close();
});

test("domain_hint narrows the list to that home, and no other", async () => {
  const visitor = await visit();
  await visitor.page.goto(authorizeUrl({ domain_hint: "fabrikam.example" }));
  const shown = await visitor.page
    .locator("[data-person]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-person")));
  expect(shown).toEqual([cast.fabrikamAdmin.address, cast.fabrikamReader.address]);
  await visitor.close();
});

test.each(["fragment", "form_post"])(
  "the answer comes back by %s when the application asks for it",
  async (mode) => {
    const visitor = await visit();
    const { page } = visitor;
    const posted = page.waitForRequest((request) => request.url().startsWith(callback));
    await page.goto(authorizeUrl({ response_mode: mode, login_hint: cast.contosoReader.address }));
    const request = await posted;
    const answer = new URLSearchParams(request.postData() ?? new URL(page.url()).hash.slice(1));
    expect(answer.get("code")).toBeTruthy();
    expect(answer.get("state")).toBe("s");
    await visitor.close();
  },
);

test("the session's cookie is not sent to other servers on the same host", async () => {
  const visitor = await visit();
  await visitor.page.goto(authorizeUrl({ login_hint: cast.contosoReader.address }));
  expect(await visitor.context.cookies(`${entra.http}/hub/`)).toEqual([]);
  const [cookie] = await visitor.context.cookies(`${entra.http}/${entra.tenantId}/`);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await visitor.close();
});

test("a sign-in form posted by another site is refused", async () => {
  const response = await fetch(authorizeUrl(), {
    method: "POST",
    headers: { origin: "http://127.0.0.1:4300" },
    body: new URLSearchParams({ person: cast.contosoReader.address }),
    redirect: "manual",
  });
  expect(response.status).toBe(403);
});
