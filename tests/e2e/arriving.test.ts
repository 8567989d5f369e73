import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, picture, portray } from "#tests/e2e/browser.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { entryLink, goToEntra, mainWords, signInByPages, statusOf } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("arriving at the portal", () => {
  it("an invited guest accepts on Microsoft's page and lands in the folder", async () => {
    await makePending();
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    await goToEntra(page, cloud);
    await page.locator(`[data-person="${cast.contosoPending.address}"]`).first().click();
    await page.getByText(/Accept the invitation of/).waitFor();
    await picture(page, "pending-guest-accepts");
    await page.getByRole("button", { name: "Accept" }).click();
    await page.waitForURL(`${cloud.portal}/contoso-dairy/data/curated/Amsterdam%20Plant/Line%202`);
    await page.getByRole("row").nth(1).waitFor();
    await portray(page, "pending-guest-landed");
    expectQuiet(visitor);
    await visitor.close();
  });

  it("whoever took the wrong account switches, and the first session is dead on the server", async () => {
    const visitor = await newVisitor(browser);
    const { page, context } = visitor;
    await signInByPages(page, cloud, cast.contosoReader);
    const cookies = await context.cookies(cloud.portal);
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    await page.goto(`${cloud.portal}/auth/switch`);
    await page.getByText(cast.contosoReader.address).waitFor();
    await portray(page, "switch-account");
    await page.getByRole("link", { name: "Sign in as someone else" }).click();
    await page.waitForURL((url) => url.origin === cloud.entra);
    await page.locator(`[data-person="${cast.contosoContributor.address}"]`).first().click();
    await page.waitForURL(`${cloud.portal}${chamber}`);
    await entryLink(page, "README.txt").waitFor();
    const me = await fetch(`${cloud.portal}/api/v1/me`, { headers: { cookie: header } });
    expect(me.status).toBe(401);
    expectQuiet(visitor);
    await visitor.close();
  });

  it("a session that was ended elsewhere says so at the next click, and leads back to the same page", async () => {
    const here = await newVisitor(browser);
    await signInByPages(here.page, cloud, cast.contosoContributor);
    await entryLink(here.page, "README.txt").waitFor();
    const elsewhere = await newVisitor(browser);
    await signInByPages(elsewhere.page, cloud, cast.contosoContributor);
    await elsewhere.page.getByRole("button", { name: /your menu|chidi/i }).click();
    await elsewhere.page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
    await elsewhere.page
      .getByRole("alertdialog")
      .getByRole("button", { name: /sign out/i })
      .click();
    await elsewhere.page.waitForURL(/\/sign-in/);
    await elsewhere.close();
    await entryLink(here.page, "README.txt").click();
    await here.page.getByText("No preview").waitFor();
    await portray(here.page, "session-ended-preview");
    await here.page.goto(`${cloud.portal}${chamber}`);
    await here.page.waitForURL(/\/sign-in\?/);
    await portray(here.page, "session-ended");
    expect(await here.page.locator("body").innerText()).toMatch(/ended/i);
    // This browser's own session at Microsoft goes on, so nobody is asked who they are.
    await here.page.getByRole("link", { name: /sign in with microsoft/i }).click();
    await here.page.waitForURL(`${cloud.portal}${chamber}`);
    expectQuiet(here, [/status of 401/]);
    await here.close();
  });

  it("an address that is no page is answered 404, inside the shell and by the API", async () => {
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    await signInByPages(page, cloud, cast.contosoReader);
    for (const address of ["/no-such-page", "/contoso-dairy/nothing", "/contoso-dairy/data/no-such-zone"]) {
      expect(await statusOf(page, `${cloud.portal}${address}`), address).toBe(404);
      expect(await mainWords(page)).toContain("There is nothing at this address");
    }
    await portray(page, "unknown-page");
    const api = await visitor.context.request.get(`${cloud.portal}/api/v1/no-such-thing`);
    expect(api.status()).toBe(404);
    expectQuiet(visitor, [/status of 404/]);
    await visitor.close();
  });
});

/** Takes the invitation's redemption back, so that this story can be told again on a cloud that runs on. */
async function makePending(): Promise<void> {
  const response = await fetch(`${cloud.entra}/_admin/people/${cast.contosoPending.oid}`, {
    method: "PATCH",
    headers: { "x-lakeport-admin": cloud.adminToken, "content-type": "application/json" },
    body: JSON.stringify({ isPending: true }),
  });
  expect(response.status).toBe(200);
}
