import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, portray } from "#tests/e2e/browser.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { mainWords, signInByPages } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("an admin reads no data by being one", () => {
  it("an organization's admin without grants is told so, and the lake serves nothing to them", async () => {
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    await signInByPages(page, cloud, cast.contosoAdmin);
    await page.getByText("No folder is granted to you").waitFor();
    await portray(page, "organization-admin-home");
    await page.goto(`${cloud.portal}${chamber}`);
    await page.getByText("You have no access to Chamber A").waitFor();
    expect(await mainWords(page)).not.toMatch(/README|temperature-/);
    await portray(page, "organization-admin-refused");
    await expectNothingServed(cast.contosoAdmin.oid);
    expectQuiet(visitor, [/status of 403/]);
    await visitor.close();
  });

  it("the platform admin sees organizations in figures, and no address of their data", async () => {
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    await signInByPages(page, cloud, cast.platformAdmin);
    await page.getByText("You operate this portal. That opens no data").waitFor();
    expect(await mainWords(page)).toMatch(/Contoso Dairy.*Fabrikam Pharma/);
    await portray(page, "platform-admin-home");
    await page.goto(`${cloud.portal}${chamber}`);
    await page.getByText("You have no access to Chamber A").waitFor();
    expect(await mainWords(page)).not.toMatch(/README|temperature-/);
    await portray(page, "platform-admin-refused");
    await expectNothingServed(cast.platformAdmin.oid);
    expectQuiet(visitor, [/status of 40[34]/]);
    await visitor.close();
  });
});

/** The lake opened no file and listed no directory for them. */
async function expectNothingServed(oid: string): Promise<void> {
  const served = (await lakeLog(cloud)).filter(
    (call) => call.oid === oid && call.verdict === "allowed" && /^(ReadPath|List)/.test(call.operation ?? ""),
  );
  expect(served).toEqual([]);
}
