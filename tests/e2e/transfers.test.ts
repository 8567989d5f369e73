import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, picture, type Visitor } from "#tests/e2e/browser.ts";
import { askLakeAdmin, lakeLog } from "#tests/e2e/lake-log.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { entryLink, signInByPages } from "#tests/e2e/portal-pages.ts";
import {
  bytesFile,
  chooseFiles,
  clearDesk,
  dropFiles,
  filesToLookAt,
  lakePathOf,
  makeAndEnter,
  pictures,
  plantFaults,
  queue,
  queued,
  savedBytes,
  scriptBytesOf,
  sha256,
  textFile,
} from "#tests/e2e/transfers.ts";

const cloud = inject("cloud");
const run = Date.now();
const workplace = `Transfers ${run}`;
const large = bytesFile("readings-large.bin", 30_000_000);
let browser: Browser;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await newVisitor(browser);
  page = visitor.page;
  // The picker is the system's own window; what is picked here is a file of the browser's private disk.
  await visitor.context.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
    });
  });
  await signInByPages(page, cloud, cast.contosoContributor);
  await page.waitForURL(`${cloud.portal}${chamber}`);
  await makeAndEnter(page, workplace);
});
beforeEach(() => plantFaults(cloud, []));
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") {
    await picture(page, `failed-transfers-${task.name.slice(0, 30)}`);
  }
});
afterAll(async () => {
  await plantFaults(cloud, []);
  await browser.close();
  clearDesk();
});

const closeQueue = () => queue(page).getByRole("button", { name: "Close transfers" }).click();

describe("uploading", () => {
  it("several files at once arrive whole; one can be cancelled on its way and leaves nothing", async () => {
    await plantFaults(cloud, [{ operation: "AppendPath", latencyMs: 2500 }]);
    const small = textFile("notes.txt", "the door was open\n");
    await chooseFiles(page, [large, bytesFile("unwanted.bin", 18_000_000), small]);
    await queued(page, "notes.txt").getByRole("img", { name: "Uploaded" }).waitFor();
    await queued(page, large.name)
      .getByText(/ of 28\.6 MiB · .*\/s · .* left/)
      .waitFor();
    await queue(page).getByRole("button", { name: "Cancel unwanted.bin" }).click();
    await queued(page, "unwanted.bin").getByText("Cancelled").waitFor();
    await pictures(page, "uploading");
    await queued(page, large.name).getByRole("img", { name: "Uploaded" }).waitFor();
    await entryLink(page, large.name).waitFor();
    await queue(page).getByText("2 uploaded, 1 cancelled").waitFor();
    await page.reload();
    await entryLink(page, "notes.txt").waitFor();
    expect(await entryLink(page, "unwanted.bin").count()).toBe(0);
    const calls = await lakeLog(cloud);
    const drafts = calls.filter(({ path }) => path.includes(".lakeport-upload-"));
    expect(drafts.some(({ operation, status }) => operation === "DeletePath" && status === 200)).toBe(true);
  });

  it("a file that the lake refused goes through on the next try", async () => {
    await plantFaults(cloud, [{ operation: "RenamePath", refusal: "busy", times: 1 }]);
    await chooseFiles(page, [textFile("retried.csv", "a,b\n1,2\n")]);
    await queued(page, "retried.csv")
      .getByText(/The lake is busy/)
      .waitFor();
    await pictures(page, "failed");
    await queue(page).getByRole("button", { name: "Try retried.csv again" }).click();
    await queued(page, "retried.csv").getByRole("img", { name: "Uploaded" }).waitFor();
    await entryLink(page, "retried.csv").waitFor();
    await closeQueue();
  });

  it("files dropped on the list are uploaded; a taken name is asked about and replaced only then", async () => {
    await dropFiles(page, [
      { name: "dropped.txt", text: "dropped" },
      { name: "notes.txt", text: "replaced\n" },
    ]);
    await queued(page, "dropped.txt").getByRole("img", { name: "Uploaded" }).waitFor();
    await queued(page, "notes.txt").getByText("A file of this name is already there. Replace it?").waitFor();
    expect(await contentOf("notes.txt")).toBe("the door was open\n");
    await pictures(page, "taken");
    await queue(page).getByRole("button", { name: "Replace notes.txt" }).click();
    await queued(page, "notes.txt").getByRole("img", { name: "Uploaded" }).waitFor();
    expect(await contentOf("notes.txt")).toBe("replaced\n");
    await closeQueue();
  });

  it("goes on while the person is at Home, and the file is there when they come back", async () => {
    await plantFaults(cloud, [{ operation: "AppendPath", latencyMs: 4000 }]);
    await chooseFiles(page, [bytesFile("left-alone.bin", 30_000_000)]);
    await queued(page, "left-alone.bin")
      .getByText(/ of 28\.6 MiB/)
      .waitFor();
    await page.getByRole("link", { name: "Home", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await queued(page, "left-alone.bin")
      .getByText(/ of 28\.6 MiB/)
      .waitFor();
    await pictures(page, "at-home");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: workplace }).waitFor();
    await queued(page, "left-alone.bin").getByRole("img", { name: "Uploaded" }).waitFor();
    await entryLink(page, "left-alone.bin").waitFor();
    expect(sha256(Buffer.from(await bytesOf("left-alone.bin")))).toBe(
      sha256(bytesFile("left-alone.bin", 30_000_000).buffer),
    );
    await closeQueue();
  });

  it("asks before the window is closed on a running upload, and takes its draft along", async () => {
    await plantFaults(cloud, [{ operation: "AppendPath", latencyMs: 3000 }]);
    const since = (await lakeLog(cloud)).at(-1)?.number ?? 0;
    await chooseFiles(page, [bytesFile("closed.bin", 30_000_000)]);
    await queued(page, "closed.bin")
      .getByText(/ of 28\.6 MiB/)
      .waitFor();
    const asked = page.waitForEvent("dialog");
    const reloading = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await reloading;
    await plantFaults(cloud, []);
    await expect
      .poll(
        async () =>
          (await lakeLog(cloud, since)).some(
            ({ operation, path, status }) =>
              operation === "DeletePath" && path.includes(".lakeport-upload-") && status === 200,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
    await entryLink(page, "notes.txt").waitFor();
    expect(await entryLink(page, "closed.bin").count()).toBe(0);
  });
});

describe("downloading", () => {
  it("a small file is saved at once, byte for byte, straight from the lake", async () => {
    await select("retried.csv");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("toolbar", { name: "Directory" }).getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("retried.csv");
    expect(download.url()).toMatch(/^blob:/);
    expect((await savedBytes(download)).toString()).toBe("a,b\n1,2\n");
    await select("retried.csv");
  });

  it("a large file streams into the file that was picked, with progress, byte for byte", async () => {
    await plantFaults(cloud, [{ operation: "ReadPath", latencyMs: 800 }]);
    await select(large.name);
    await page.getByRole("toolbar", { name: "Directory" }).getByRole("button", { name: "Download" }).click();
    await queued(page, large.name).getByRole("img", { name: "Downloaded" }).waitFor();
    await pictures(page, "downloaded");
    const saved = await page.evaluate(async (name) => {
      const file = await (await (await navigator.storage.getDirectory()).getFileHandle(name)).getFile();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }, large.name);
    expect(saved).toBe(sha256(large.buffer));
    await closeQueue();
    await select(large.name);
  });
});

describe("looking", () => {
  it("shows CSV, JSON Lines, Parquet, text and pictures beside the list", async () => {
    await chooseFiles(page, filesToLookAt());
    await queue(page).getByText("5 files uploaded").waitFor();
    await closeQueue();
    await look("cooled.csv", page.getByRole("columnheader", { name: /celsius/ }));
    await look("events.jsonl", page.getByRole("columnheader", { name: /door/ }));
    await look("sensors.parquet", page.getByText(/200 of 500 rows/));
    await look("read-me.txt", page.getByText("Chamber A is cooled to 3 °C."));
    await look("plan.png", page.getByRole("img", { name: "plan.png" }));
    const drawn = page.getByRole("img", { name: "plan.png" });
    await expect.poll(() => drawn.evaluate((node) => "naturalWidth" in node && node.naturalWidth)).toBe(320);
    await page.getByRole("tab", { name: "Properties" }).click();
    await page.getByText("image/png").waitFor();
    await pictures(page, "properties");
    await page.keyboard.press("Escape");
  });

  it("is walked by keyboard: arrows, Enter opens, Backspace goes up", async () => {
    await page.goto(`${cloud.portal}${chamber}`);
    await entryLink(page, workplace).waitFor();
    await page.getByRole("grid").locator("[data-row='0']").focus();
    const link = page.getByRole("link", { name: workplace, exact: true });
    const mine = page.getByRole("row").filter({ has: link });
    const steps = Number(await mine.getAttribute("data-row"));
    for (let step = 0; step < steps; step += 1) {
      await page.keyboard.press("ArrowDown");
    }
    await expect.poll(() => mine.getAttribute("tabindex")).toBe("0");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => mine.getAttribute("tabindex")).toBe("-1");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => mine.getAttribute("tabindex")).toBe("0");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: workplace }).waitFor();
    await page.getByRole("grid").locator("[data-row='0']").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary").or(page.getByRole("tablist")).first().waitFor();
    await page.getByRole("grid").locator("[data-row='0']").focus();
    await page.keyboard.press("Backspace");
    await page.getByRole("heading", { level: 1, name: "Chamber A" }).waitFor();
  });

  it("20,000 entries page in: few rows are drawn, and Load all and End reach the last", async () => {
    const api = "contoso-dairy/curated/Rotterdam%20Cold%20Store/Chamber%20A/README.txt";
    const names = (await lakePathOf(page, cloud, api)).split("/").slice(0, -1);
    const many = {
      name: `Many ${run}`,
      directory: true,
      children: [{ name: "reading-{n}.csv", count: 20_000, bytes: 64 }],
    };
    const tree = names.reduceRight<object>((inner, name) => ({ name, children: [inner] }), many);
    await askLakeAdmin(cloud, {
      method: "POST",
      path: "load",
      body: { container: "curated", nodes: [tree] },
    });
    await page.goto(`${cloud.portal}${chamber}/${encodeURIComponent(many.name)}`);
    await entryLink(page, "reading-00000.csv").waitFor();
    await page.getByRole("button", { name: "Load all" }).click();
    await page.getByText("20,000 entries", { exact: true }).waitFor();
    await page.getByRole("grid").locator("[data-row='0']").focus();
    await page.keyboard.press("End");
    await entryLink(page, "reading-19999.csv").waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    const pressed = performance.now();
    await page.keyboard.press("Home");
    await entryLink(page, "reading-00000.csv").waitFor();
    expect(performance.now() - pressed).toBeLessThan(2000);
    await pictures(page, "many");
  });
});

it("moving files costs nothing before the first is moved: the first load keeps its budget", async () => {
  for (const path of ["/", chamber]) {
    expect(await scriptBytesOf(page, `${cloud.portal}${path}`)).toBeLessThan(180 * 1024);
  }
});

it("nothing was said on the console but the refusals that the lake itself made", () => {
  expectQuiet(visitor, [/status of 503/]);
});

async function look(name: string, seen: ReturnType<Page["getByText"]>): Promise<void> {
  await entryLink(page, name).click();
  await seen.first().waitFor();
  await pictures(page, `preview-${name.split(".").at(-1)}`);
}

async function select(name: string): Promise<void> {
  await page.getByRole("checkbox", { name: `Select ${name}` }).click();
}

async function bytesOf(name: string): Promise<Buffer> {
  const path = `${chamber.replace("/data/", "/")}/${encodeURIComponent(workplace)}/${name}`;
  const reply = await page.request.get(`${cloud.portal}/api/v1/data${path}`);
  return reply.body();
}

async function contentOf(name: string): Promise<string> {
  return (await bytesOf(name)).toString();
}
