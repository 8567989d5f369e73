import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { type CastMember, cast } from "#tests/cast.ts";
import {
  expectQuiet,
  launchBrowser,
  newVisitor,
  picture,
  type Visitor,
  type VisitorLooks,
} from "#tests/e2e/browser.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { signInByPages } from "#tests/e2e/portal-pages.ts";

/** The documentation's pictures are replaced only with PICTURES=1; else they go where git does not look. */
const folder = resolve(
  import.meta.dirname,
  process.env.PICTURES === "1" ? "../../docs/pictures" : "../../tmp/pictures",
);
const cloud = inject("cloud");
let browser: Browser;
let visitor: Visitor | undefined;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail" && visitor !== undefined) {
    await picture(visitor.page, `failed-${task.name.slice(0, 40)}`);
  }
});

async function keep(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}

async function visit(person: CastMember, looks: VisitorLooks = {}): Promise<Page> {
  visitor = await newVisitor(browser, looks);
  await signInByPages(visitor.page, cloud, person);
  return visitor.page;
}

async function leave(): Promise<void> {
  if (visitor !== undefined) {
    expectQuiet(visitor);
    await visitor.close();
  }
}

async function openReadings(page: Page): Promise<void> {
  await page.goto(`${cloud.portal}${chamber}`);
  const readings = page.getByRole("link", { name: /^temperature-\d{4}-\d\d\.csv$/ });
  await readings.last().click();
  await page.getByRole("columnheader", { name: /celsius/ }).waitFor();
}

describe("what the pictures show", () => {
  it("the portal's sign-in page says what it is, and the emulated Entra who can be chosen", async () => {
    visitor = await newVisitor(browser);
    const { page } = visitor;
    await page.goto(`${cloud.portal}/sign-in`);
    const enter = page.getByRole("link", { name: /sign in with microsoft/i });
    await enter.waitFor();
    await keep(page, "sign-in");
    await enter.click();
    await page.locator(`[data-person="${cast.contosoReader.address}"]`).first().waitFor();
    await keep(page, "sign-in-entra");
    await leave();
  });

  it("a reader's Home has every folder that was granted", async () => {
    const page = await visit(cast.contosoReader);
    await page.getByRole("heading", { name: "My folders" }).waitFor();
    expect(await page.getByRole("main").getByText("Reader").count()).toBeGreaterThan(0);
    await keep(page, "home");
    await leave();
  });

  it.each(["light", "dark"] as const)(
    "a contributor previews a month of readings, %s",
    async (colorScheme) => {
      const page = await visit(cast.contosoContributor, { colorScheme });
      await openReadings(page);
      await keep(page, colorScheme === "dark" ? "data-dark" : "data");
      await leave();
    },
  );

  it("an organization's admin and a platform admin see what they run, and no data", async () => {
    const admin = await visit(cast.contosoAdmin);
    await admin.getByRole("heading", { name: "Home" }).waitFor();
    await keep(admin, "organization-admin");
    await leave();
    const operator = await visit(cast.platformAdmin);
    await operator.getByRole("heading", { name: "Organizations" }).waitFor();
    await keep(operator, "platform-admin");
    await leave();
  });

  it("the starter notebook draws its chart on the screen, in the page that the person lands on", async () => {
    const page = await visit(cast.contosoContributor);
    await page.goto(`${cloud.portal}${chamber}`);
    await page.getByRole("toolbar").getByText("Open in notebook").click();
    await page.getByRole("button", { name: "Start notebook" }).click();
    await page.waitForURL((url) => url.origin === cloud.hub && url.pathname.includes("/lab/tree/"), {
      timeout: 90_000,
    });
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout: 60_000 });
    await page.locator(".jp-Notebook .jp-CodeCell").first().click();
    await page.keyboard.press("Control+Enter");
    const chart = page.locator(".jp-OutputArea-output img").first();
    await chart.waitFor({ timeout: 60_000 });
    await chart.scrollIntoViewIfNeeded();
    await keep(page, "notebook");
    await stopServers(page);
    await visitor?.close();
  });
});

/** Leaves nothing running: the next story counts servers. */
async function stopServers(page: Page): Promise<void> {
  await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
  await page.getByRole("button", { name: /^Stop/ }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Stop/ }).click();
  await page.getByText("Stopped", { exact: true }).first().waitFor();
}
