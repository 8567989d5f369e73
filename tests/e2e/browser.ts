import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const pictures = resolve(import.meta.dirname, "../../tmp/pictures");

/** A real Chromium (CHROME_PATH, else Debian's). Certificate errors are errors. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium", args: flags });
}

/** A person at a browser: a context of its own whose console errors and failed scripts are collected. */
export type Visitor = { context: BrowserContext; page: Page; errors: string[]; close(): Promise<void> };

export type VisitorLooks = { width?: number; height?: number; colorScheme?: "light" | "dark" };

/** Opens a fresh browser context. `errors` must be empty at the end of every story: see `expectQuiet`. */
export async function newVisitor(browser: Browser, looks: VisitorLooks = {}): Promise<Visitor> {
  const { width = 1440, height = 900, colorScheme = "light" } = looks;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return { context, page, errors, close: () => context.close() };
}

/** No console error, no uncaught error; the ones that a refusal of the server itself makes are named by the caller. */
export function expectQuiet(visitor: Visitor, allowed: RegExp[] = []): void {
  const loud = visitor.errors.filter((error) => !allowed.some((pattern) => pattern.test(error)));
  expect(loud).toEqual([]);
}

/** No violation of WCAG 2.2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(found, `${page.url()} is accessible`).toEqual([]);
}

/** Keeps a picture of the page in tmp/pictures/<name>.png. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
}

/** Pictures of a page as it stands, wide and narrow, light and dark; accessible in each of the four. */
export async function portray(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await picture(page, `${name}-${width}-${colorScheme}`);
      await expectAccessible(page);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
