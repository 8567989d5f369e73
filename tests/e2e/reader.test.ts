import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, portray, type Visitor } from "#tests/e2e/browser.ts";
import { type OpenNotebook, openNotebook } from "#tests/e2e/notebook-steps.ts";
import { entryLink, signInByPages } from "#tests/e2e/portal-pages.ts";
import { codeCellsOf, send } from "#tests/kernel.ts";

const cloud = inject("cloud");
const chamberB = "/contoso-dairy/data/curated/Rotterdam%20Cold%20Store/Chamber%20B";
let browser: Browser;
let visitor: Visitor;
let notebook: OpenNotebook;

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await newVisitor(browser);
});
afterAll(() => browser.close());

describe("a reader of three folders", () => {
  it("lands on Home, where the three are named with zone and level", async () => {
    const { page } = visitor;
    await signInByPages(page, cloud, cast.contosoReader);
    await page.getByRole("link", { name: "Line 1" }).waitFor();
    expect(await page.getByRole("link", { name: "Chamber B", exact: true }).count()).toBe(2);
    expect(await page.getByRole("main").getByText("Reader", { exact: true }).count()).toBe(3);
    await portray(page, "reader-home");
  });

  it("reads a folder and is offered nothing that would write", async () => {
    const { page } = visitor;
    await page.goto(`${cloud.portal}${chamberB}`);
    await page.getByRole("row").nth(1).waitFor();
    expect(await page.locator('input[type="file"]').count()).toBe(0);
    expect(await page.getByRole("button", { name: "New directory" }).count()).toBe(0);
    await portray(page, "reader-folder");
  });

  it("is refused an upload with words that say who can change that", async () => {
    const reply = await visitor.context.request.put(
      `${cloud.portal}/api/v1${chamberB.replace("/contoso-dairy/data", "/data/contoso-dairy")}/mine.txt`,
      { data: "mine", headers: { origin: cloud.portal, "content-type": "text/plain" } },
    );
    expect(reply.status()).toBe(403);
    expect(await reply.text()).toContain("You may read Chamber B, not change it");
    await visitor.page.reload();
    await visitor.page.getByRole("row").nth(1).waitFor();
    expect(await entryLink(visitor.page, "mine.txt").count()).toBe(0);
  });

  it("has a notebook whose result goes to the home, and which says why", async () => {
    notebook = await openNotebook(visitor, cloud, { folder: chamberB });
    const cells = await codeCellsOf(notebook.serverUrl, { jar: notebook.jar }, "lakeport/Chamber B.ipynb");
    let last = "";
    for (const cell of cells) {
      const output = await notebook.kernel.run(cell, 120_000);
      expect(output.error, cell).toBeNull();
      last = output.stdout;
    }
    expect(last).toContain("You are a reader of this folder, so the lake refused to write there.");
    const home = `${notebook.serverUrl}/api/contents/lakeport/daily-temperatures.csv?content=0`;
    expect((await send({ jar: notebook.jar }, home)).status).toBe(200);
  });

  it("is asked about the running notebook at sign-out, and stopping it is the first answer", async () => {
    const { page } = visitor;
    await page.goto(`${cloud.portal}/sign-out`);
    await page.getByText(/Notebook servers of yours are running/).waitFor();
    await portray(page, "sign-out-with-notebook");
    await page.getByRole("button", { name: "Leave them running and sign out" }).waitFor();
    await page.getByRole("button", { name: "Stop them and sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    await expect
      .poll(async () => (await send({ jar: notebook.jar }, `${notebook.serverUrl}/api/status`)).status, {
        timeout: 30_000,
      })
      .not.toBe(200);
    expectQuiet(visitor, [new RegExp(cloud.hub)]);
    await visitor.close();
  });
});
