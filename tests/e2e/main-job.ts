import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { cast } from "#tests/cast.ts";
import { CookieJar } from "#tests/cookies.ts";
import { expectAccessible, expectQuiet, newVisitor, picture, type Visitor } from "#tests/e2e/browser.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import { entryLink, mainWords, signInByPages, statusOf } from "#tests/e2e/portal-pages.ts";
import { codeCellsOf, Kernel, send } from "#tests/kernel.ts";

/** The contributor's one folder, in names. */
export const chamber = "/contoso-dairy/data/curated/Rotterdam%20Cold%20Store/Chamber%20A";

/** A notebook server that the story has opened: what its own kernel says of it, and the way to run more in it. */
export type OpenNotebook = { kernel: Kernel; serverUrl: string; jar: CookieJar; serverPage: string };

/** Steps 1 and 2: signs in by the pages and lands in the only folder, whose files are listed. */
export async function signInAndLand(browser: Browser, cloud: StoryCloud): Promise<Visitor> {
  const visitor = await newVisitor(browser);
  await signInByPages(visitor.page, cloud, cast.contosoContributor);
  await visitor.page.waitForURL(`${cloud.portal}${chamber}`);
  await entryLink(visitor.page, "README.txt").waitFor();
  return visitor;
}

/** Step 3: preview, download, upload straight to the lake, a new directory. Everything as the person, says the lake. */
export async function workInFolder(visitor: Visitor, cloud: StoryCloud): Promise<void> {
  const { page } = visitor;
  await entryLink(page, "temperature-2026-09.csv").click();
  await page.getByRole("columnheader", { name: /celsius/ }).waitFor();
  await picture(page, "data-preview");
  await expectAccessible(page);
  const before = (await lakeLog(cloud)).at(-1)?.number ?? 0;
  const name = `notes of ${Date.now()}.txt`;
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from("the door was open\n"),
    });
  await entryLink(page, name).waitFor();
  const calls = (await lakeLog(cloud, before)).filter((call) => call.oid === cast.contosoContributor.oid);
  const operations = calls.map((call) => call.operation);
  // Whole or not at all: written beside its place, then renamed into it; every call is the browser's own.
  expect(operations).toEqual(expect.arrayContaining(["CreatePath", "AppendPath", "FlushPath", "RenamePath"]));
  expect((await lakeLog(cloud, before)).some((call) => call.operation === "Preflight")).toBe(true);
  const directory = `Findings & plots 100% ${Date.now()}`;
  await page.getByRole("button", { name: "New directory" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill(directory);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /create|make/i })
    .click();
  await entryLink(page, directory).waitFor();
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

/** Step 6: opens the folder in a notebook through the pages, and connects to a kernel with the browser's own cookies. */
export async function openNotebook(visitor: Visitor, cloud: StoryCloud): Promise<OpenNotebook> {
  const { page } = visitor;
  await page.goto(`${cloud.portal}${chamber}`);
  await page.getByRole("toolbar").getByText("Open in notebook").click();
  await page.getByText("Small", { exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start notebook" }).click();
  await page.waitForURL((url) => url.origin === cloud.hub && url.pathname.includes("/lab/tree/"), {
    timeout: 90_000,
  });
  await page.locator(".jp-Notebook").waitFor({ timeout: 60_000 });
  await picture(page, "notebook");
  const serverUrl = /^.*\/user\/[^/]+\/[^/]+/.exec(page.url())?.[0] ?? "";
  const jar = CookieJar.of(await visitor.context.cookies(`${serverUrl}/`));
  return {
    kernel: await Kernel.start(serverUrl, { jar }, "lakeport"),
    serverUrl,
    jar,
    serverPage: page.url(),
  };
}

/** Runs every code cell of the starter notebook in the real kernel: a chart with the anomaly, tables, a result file. */
export async function runStarterNotebook(notebook: OpenNotebook): Promise<void> {
  const cells = await codeCellsOf(notebook.serverUrl, { jar: notebook.jar }, "lakeport/Chamber A.ipynb");
  expect(cells.length).toBeGreaterThan(4);
  const outputs = [];
  for (const cell of cells) {
    const output = await notebook.kernel.run(cell, 120_000);
    expect(output.error, cell).toBeNull();
    outputs.push(output);
  }
  const [first] = outputs;
  expect(first?.displayed.some((bundle) => "image/png" in bundle)).toBe(true);
  const odd = await notebook.kernel.run("print(len(odd), round(float(odd['celsius'].max()), 1))");
  const [count = 0, peak = 0] = odd.stdout.trim().split(" ").map(Number);
  expect(count).toBeGreaterThan(5);
  expect(peak).toBeGreaterThan(10);
  expect(outputs.at(-1)?.stdout).toContain("Written to the folder");
}

/** In the same notebook: another organization's partition, the portal's keys and a neighbour's home stay closed. */
export async function tryWhatIsForbidden(notebook: OpenNotebook, cloud: StoryCloud): Promise<void> {
  const { kernel } = notebook;
  const foreign = await kernel.run(
    "from azure.core.exceptions import HttpResponseError\n" +
      "try:\n    print(len(list(lake.get_paths('/', recursive=False))))\n" +
      "except HttpResponseError as refusal:\n    print(refusal.status_code, refusal.error_code)",
  );
  expect(foreign.stdout.trim()).toMatch(/^403 /);
  const secrets = await kernel.run(`open(${JSON.stringify(`${cloud.home}/secrets.json`)}).read()`);
  expect(secrets.error?.name).toBe("PermissionError");
  const environment = await kernel.run(
    "import glob\nseen = []\n" +
      "for f in glob.glob('/proc/[0-9]*/environ'):\n" +
      "    try:\n        text = open(f, 'rb').read()\n" +
      "    except OSError:\n        continue\n" +
      "    seen += [f] if b'SEAL_KEYS=' in text or b'CLIENT_SECRET=' in text else []\n" +
      "print(seen)",
  );
  expect(environment.stdout.trim()).toBe("[]");
}

/** The notebook's own token, asked exactly as its SDK asks; the status says whether it is given. */
export async function askIdentityEndpoint(
  notebook: OpenNotebook,
): Promise<{ status: number; ask(): Promise<number> }> {
  const told = await notebook.kernel.run(
    "import os, json\nprint(json.dumps([os.environ['IDENTITY_ENDPOINT'], os.environ['IDENTITY_HEADER']]))",
  );
  const [endpoint = "", secret = ""] = JSON.parse(told.stdout) as string[];
  const ask = async () => {
    const query = "api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com";
    const response = await fetch(`${endpoint}?${query}`, { headers: { "X-IDENTITY-HEADER": secret } });
    await response.body?.cancel();
    return response.status;
  };
  return { status: await ask(), ask };
}

/** Step 7: stops the server by its button; from then on its token gets nothing. */
export async function stopServer(visitor: Visitor, cloud: StoryCloud, notebook: OpenNotebook): Promise<void> {
  const endpoint = await askIdentityEndpoint(notebook);
  expect(endpoint.status).toBe(200);
  const { page } = visitor;
  await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
  await expectAccessible(page);
  const stopped = page.getByText("Stopped", { exact: true });
  const stoppedBefore = await stopped.count();
  await page.getByRole("button", { name: /^Stop/ }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Stop/ }).click();
  await stopped.nth(stoppedBefore).waitFor();
  expect(await endpoint.ask()).toBe(401);
  const gone = await send({ jar: notebook.jar }, `${notebook.serverUrl}/api/status`);
  expect(gone.status).not.toBe(200);
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
