import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { launchBrowser, picture, type Visitor } from "#tests/e2e/browser.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import {
  chamber,
  meetRefusals,
  type OpenNotebook,
  openNotebook,
  runStarterNotebook,
  signInAndLand,
  signOut,
  stopServer,
  tryWhatIsForbidden,
  workInFolder,
} from "#tests/e2e/main-job.ts";
import { entryLink } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
let browser: Browser;
let visitor: Visitor;
let notebook: OpenNotebook;
const hubCookies = new Set<string>();

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
    visitor = await signInAndLand(browser, cloud);
    visitor.page.on("request", async (request) => {
      if (request.url().startsWith(cloud.hub)) {
        const cookie = (await request.allHeaders()).cookie ?? "";
        for (const pair of cookie.split("; ")) {
          hubCookies.add(pair.split("=")[0] ?? "");
        }
      }
    });
  });

  it("previews, uploads straight to the lake as themselves and makes a directory", async () => {
    await workInFolder(visitor, cloud);
  });

  it("meets the same answer for another organization's folder and for none", async () => {
    await meetRefusals(visitor.page, cloud);
  });

  it("opens the folder in a notebook without a second sign-in", async () => {
    notebook = await openNotebook(visitor, cloud);
  });

  it("runs the starter notebook as themselves: the anomaly shows, and a result is written", async () => {
    await runStarterNotebook(notebook);
  });

  it("is refused everything else in that notebook", async () => {
    await tryWhatIsForbidden(notebook, cloud);
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
    expect([...hubCookies].filter((name) => name.includes("lakeport-session"))).toEqual([]);
  });

  it("touched data with the person's own token and nobody else's", async () => {
    const calls = await lakeLog(cloud);
    const own = calls.filter((call) => call.oid === cast.contosoContributor.oid);
    expect(own.length).toBeGreaterThan(20);
    const served = calls.filter(
      (call) => call.idtyp === "app" && /Read|Get Blob/i.test(call.operation ?? ""),
    );
    expect(served).toEqual([]);
  });
});
