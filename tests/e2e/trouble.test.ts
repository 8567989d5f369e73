import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, portray, type Visitor } from "#tests/e2e/browser.ts";
import { askLakeAdmin } from "#tests/e2e/lake-log.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { entryLink, signInByPages } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
const launch = "/contoso-dairy/notebooks/new?zone=curated&path=Rotterdam%20Cold%20Store%2FChamber%20A";
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await newVisitor(browser);
  await signInByPages(visitor.page, cloud, cast.contosoContributor);
});
afterEach(() => setFaults([]));
afterAll(() => browser.close());

describe("when something is not there", () => {
  it("a busy lake is called busy, and trying again shows the folder once it answers", async () => {
    const { page } = visitor;
    await setFaults([{ operation: "ListPaths", refusal: "busy" }]);
    await page.goto(`${cloud.portal}${chamber}`);
    await page.getByText("The lake is busy").waitFor();
    await portray(page, "lake-busy");
    await setFaults([]);
    await page.getByRole("button", { name: "Try again" }).click();
    await entryLink(page, "README.txt").waitFor();
    expectQuiet(visitor, [/status of 503/]);
  });

  it("a slow lake shows the shell and the place at once, and the files when they come", async () => {
    const { page } = visitor;
    await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
    await setFaults([{ operation: "ListPaths", latencyMs: 6000, times: 1 }]);
    await page.goto(`${cloud.portal}${chamber}`, { waitUntil: "commit" });
    await page.getByRole("navigation").first().waitFor();
    await page.getByText("Loading the directory").waitFor({ state: "attached" });
    await page.getByRole("heading", { name: "Chamber A" }).waitFor();
    expect(await entryLink(page, "README.txt").count()).toBe(0);
    await entryLink(page, "README.txt").waitFor();
    expectQuiet(visitor, [/status of 503/]);
  });

  it("a preview that the lake refuses says so and can be asked again", async () => {
    const { page } = visitor;
    await setFaults([{ operation: "ReadPath", refusal: "busy" }]);
    await entryLink(page, "temperature-2026-09.csv").click();
    await page.getByText("No preview").waitFor();
    await portray(page, "preview-busy");
    await setFaults([]);
    await page
      .getByRole("button", { name: /again|retry/i })
      .first()
      .click();
    await page.getByRole("columnheader", { name: /celsius/ }).waitFor();
    expectQuiet(visitor, [/status of 503/]);
  });

  it("notebooks that are still being prepared are announced with the time they need, and refused until then", async () => {
    const { page } = visitor;
    const restore = writeNote({
      state: "preparing",
      step: "Downloading packages.",
      readyAt: new Date(Date.now() + 90_000).toISOString(),
    });
    try {
      await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
      await page.getByText(/Notebooks will be ready in about .* Downloading packages\./).waitFor();
      await portray(page, "notebooks-preparing");
      await page.goto(`${cloud.portal}${launch}`);
      await page.getByRole("button", { name: "Start notebook" }).click();
      await page.getByText("Notebooks are not ready yet").waitFor();
      await portray(page, "launch-not-ready");
    } finally {
      restore();
    }
    expectQuiet(visitor, [/status of 503/]);
  });

  it("notebooks that cannot be started say why", async () => {
    const { page } = visitor;
    const restore = writeNote({ state: "unavailable", why: "there is no Python 3.", mend: "Install it." });
    try {
      await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
      await page.getByText("Notebooks cannot be started: there is no Python 3. Install it.").waitFor();
      await portray(page, "notebooks-unavailable");
    } finally {
      restore();
    }
    expectQuiet(visitor, [/status of 503/]);
  });
});

async function setFaults(rules: unknown[]): Promise<void> {
  await askLakeAdmin(cloud, { method: "PUT", path: "faults", body: { rules } });
}

/** Replaces the start-up's note about notebooks, as the start-up itself does; the answer puts the old one back. */
function writeNote(note: Record<string, unknown>): () => void {
  const file = join(cloud.home, "notebooks.json");
  const before = readFileSync(file, "utf8");
  const write = (text: string) => {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  write(JSON.stringify(note));
  return () => write(before);
}
