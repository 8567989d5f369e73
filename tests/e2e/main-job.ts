import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectAccessible, expectQuiet, newVisitor, picture, type Visitor } from "#tests/e2e/browser.ts";
import { partitionDirectory } from "#tests/e2e/database.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import { entryLink, mainWords, signInByPages, statusOf } from "#tests/e2e/portal-pages.ts";

/** The contributor's one folder, in names. */
export const chamber = "/contoso-dairy/data/curated/Rotterdam%20Cold%20Store/Chamber%20A";

/** Steps 1 and 2: signs in by the pages and lands in the only folder, whose files are listed. `prepare` comes before. */
export async function signInAndLand(
  browser: Browser,
  cloud: StoryCloud,
  prepare?: (visitor: Visitor) => Promise<void>,
): Promise<Visitor> {
  const visitor = await newVisitor(browser);
  await prepare?.(visitor);
  await signInByPages(visitor.page, cloud, cast.contosoContributor);
  await visitor.page.waitForURL(`${cloud.portal}${chamber}`);
  await entryLink(visitor.page, "README.txt").waitFor();
  return visitor;
}

/** Step 3, first half: a file's first rows beside the list, read through the portal. */
export async function previewFile({ page }: Visitor): Promise<void> {
  await entryLink(page, "temperature-2026-09.csv").click();
  await page.getByRole("columnheader", { name: /celsius/ }).waitFor();
}

/** Step 3: preview, upload straight to the lake, download of the same bytes, a new directory. */
export async function workInFolder(visitor: Visitor, cloud: StoryCloud): Promise<void> {
  const { page } = visitor;
  await previewFile(visitor);
  await picture(page, "data-preview");
  await expectAccessible(page);
  const before = (await lakeLog(cloud)).at(-1)?.number ?? 0;
  const name = `notes of ${Date.now()}.txt`;
  const body = Buffer.from("the door was open\n");
  await upload(page, { name, body });
  expect(await download(page, name)).toEqual(body);
  const calls = await lakeLog(cloud, before);
  const operations = calls
    .filter((call) => call.oid === cast.contosoContributor.oid)
    .map((call) => call.operation);
  // Whole or not at all: written beside its place, then renamed into it; every call is the browser's own.
  expect(operations).toEqual(
    expect.arrayContaining(["CreatePath", "AppendPath", "FlushPath", "RenamePath", "ReadPath"]),
  );
  expect(calls.some((call) => call.operation === "Preflight")).toBe(true);
  const directory = `Findings & plots 100% ${Date.now()}`;
  await page.getByRole("button", { name: "New directory" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill(directory);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /create|make/i })
    .click();
  await entryLink(page, directory).waitFor();
}

/** Puts a file into the directory that the page shows, and waits until it is listed. */
export async function upload(page: Page, file: { name: string; body: Buffer }): Promise<void> {
  const { name, body: buffer } = file;
  await page.locator('input[type="file"]').first().setInputFiles({ name, mimeType: "text/plain", buffer });
  await entryLink(page, name).waitFor();
}

/** Downloads a listed file by its panel's button; the bytes that the browser saved. */
export async function download(page: Page, name: string): Promise<Buffer> {
  await entryLink(page, name).click();
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download ${name}` }).click();
  return readFileSync(await (await started).path());
}

/** Step 4: each tool's text names the exact path of this folder, and holds nothing secret. */
export async function connectOtherTools(page: Page, cloud: StoryCloud): Promise<string[]> {
  const partition = await partitionDirectory(cloud, "contoso-dairy", "curated");
  await page.getByRole("toolbar").getByText("Connect another tool").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("tab").first().waitFor();
  await expectAccessible(page);
  const texts: string[] = [];
  for (const tab of await dialog.getByRole("tab").all()) {
    await tab.click();
    const panel = dialog.getByRole("tabpanel");
    const words = await panel.innerText();
    expect(decodeURIComponent(words)).toContain(`${partition}/Rotterdam Cold Store/Chamber A`);
    expect(words).not.toMatch(/[?&]s(ig|v|e|p|r)=|account.?key|shared.?key|client.?secret|bearer|eyJ/i);
    texts.push(...(await panel.locator("pre").allInnerTexts()));
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  return texts;
}

/** Step 5: another organization's folder is answered as one that does not exist; one's own without access says who gives it. */
export async function meetRefusals(page: Page, cloud: StoryCloud): Promise<void> {
  const foreign = `${cloud.portal}/fabrikam-pharma/data/curated/Basel%20Site`;
  const nowhere = `${cloud.portal}/no-such-organization/data/curated/Basel%20Site`;
  expect(await statusOf(page, foreign)).toBe(404);
  const foreignWords = await mainWords(page);
  expect(await statusOf(page, nowhere)).toBe(404);
  expect(await mainWords(page)).toBe(foreignWords);
  await page.goto(`${cloud.portal}/contoso-dairy/data/curated/Rotterdam%20Cold%20Store`);
  await page.getByText("You have no access to Rotterdam Cold Store").waitFor();
  expect(await mainWords(page)).toContain(cast.contosoAdmin.name);
}

/** Signs out by the menu; the cookie that the browser had opens nothing any more. */
export async function signOut(visitor: Visitor, cloud: StoryCloud): Promise<void> {
  const { page, context } = visitor;
  const cookies = await context.cookies(cloud.portal);
  const header = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const me = () => fetch(`${cloud.portal}/api/v1/me`, { headers: { cookie: header } });
  expect((await me()).status).toBe(200);
  await page.goto(`${cloud.portal}/sign-out`);
  await page
    .getByRole("main")
    .getByRole("button", { name: /sign out/i })
    .first()
    .click();
  await page.waitForURL(/\/sign-in/);
  expect((await me()).status).toBe(401);
  expectQuiet(visitor, [/status of 40[34]/, new RegExp(cloud.hub)]);
}

/** The names of every cookie that the browser sends to the Hub's host, from now on. */
export function watchHubCookies({ page }: Visitor, cloud: StoryCloud): Set<string> {
  const names = new Set<string>();
  page.on("request", async (request) => {
    if (request.url().startsWith(cloud.hub)) {
      const { cookie = "" } = await request.allHeaders().catch(() => ({}) as Record<string, string>);
      for (const pair of cookie.split("; ")) {
        names.add(pair.split("=")[0] ?? "");
      }
    }
  });
  return names;
}

/** The portal's cookie went to nobody else's host: cookies ignore ports, so the Hub has a host of its own. */
export function expectNoPortalCookie(names: Set<string>): void {
  expect([...names].filter((name) => name.includes("lakeport-session"))).toEqual([]);
}
