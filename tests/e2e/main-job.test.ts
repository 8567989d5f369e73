import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { launchBrowser, picture, type Visitor } from "#tests/e2e/browser.ts";
import { type CallsMade, countCalls, expectOwnCallsOnly } from "#tests/e2e/data-calls.ts";
import { findNothingWithoutPerson } from "#tests/e2e/database.ts";
import {
  chamber,
  connectOtherTools,
  expectNoPortalCookie,
  meetRefusals,
  signInAndLand,
  signOut,
  watchHubCookies,
  workInFolder,
} from "#tests/e2e/main-job.ts";
import {
  countNotebookCalls,
  notebookCalls,
  type OpenNotebook,
  openNotebook,
  runStarterNotebook,
  stopServer,
  tryWhatIsForbidden,
} from "#tests/e2e/notebook-steps.ts";
import { entryLink } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
let browser: Browser;
let visitor: Visitor;
let notebook: OpenNotebook;
let made: CallsMade;
let hubCookies: Set<string>;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") {
    await picture(visitor.page, `failed-${task.name.slice(0, 40)}`);
  }
});

describe("a guest's first day, through the pages", () => {
  it("signs in without a password and lands in the one folder that is theirs", async () => {
    visitor = await signInAndLand(browser, cloud, async (arriving) => {
      made = await countCalls(arriving.page, cloud);
      hubCookies = watchHubCookies(arriving, cloud);
    });
  });

  it("previews, uploads and downloads straight at the lake as themselves and makes a directory", async () => {
    await workInFolder(visitor, cloud);
  });

  it("is told how other tools reach this folder, with their own sign-in and no key", async () => {
    const texts = await connectOtherTools(visitor.page, cloud);
    expect(texts.length).toBeGreaterThan(6);
  });

  it("meets the same answer for another organization's folder and for none", async () => {
    await meetRefusals(visitor.page, cloud);
  });

  it("opens the folder in a notebook without a second sign-in", async () => {
    notebook = await openNotebook(visitor, cloud, { folder: chamber });
    await picture(visitor.page, "notebook");
  });

  it("runs the starter notebook as themselves: the anomaly shows, and a result is written", async () => {
    await countNotebookCalls(notebook);
    await runStarterNotebook(notebook);
  });

  it("is refused everything else in that notebook", async () => {
    await tryWhatIsForbidden(notebook, cloud);
    made.notebook = await notebookCalls(notebook);
  });

  it("sees the notebook's result in the portal", async () => {
    await visitor.page.goto(`${cloud.portal}${chamber}`);
    await entryLink(visitor.page, "daily-temperatures.csv").waitFor();
  });

  it("stops the server, whose token then gets nothing", async () => {
    await stopServer(visitor, cloud, notebook);
  });

  it("signs out, and the session is dead on the server", async () => {
    await signOut(visitor, cloud);
    await visitor.close();
  });

  it("sent the portal's cookie to nobody else's host", () => {
    expect(hubCookies.size).toBeGreaterThan(0);
    expectNoPortalCookie(hubCookies);
  });

  it("touched data with the person's own token and nobody else's, and no call is missing", async () => {
    await expectOwnCallsOnly(cloud, cast.contosoContributor, made);
  });

  it("left a database in which nobody sees anything without saying who asks", async () => {
    await findNothingWithoutPerson(cloud);
  });
});
