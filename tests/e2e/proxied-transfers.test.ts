import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser } from "#tests/e2e/browser.ts";
import { type CallsMade, countCalls, expectOwnCallsOnly } from "#tests/e2e/data-calls.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import { download, signInAndLand, upload } from "#tests/e2e/main-job.ts";
import { startTestCloud, type TestCloud } from "#tests/local-cloud.ts";

let cloud: TestCloud;
let browser: Browser;

beforeAll(async () => {
  [cloud, browser] = await Promise.all([
    startTestCloud({ withNotebooks: false, env: { DIRECT_TRANSFER: "0" } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

it("with direct transfers switched off, files stream through the portal, still as the person", async () => {
  const made: CallsMade[] = [];
  const visitor = await signInAndLand(browser, cloud, async ({ page }) => {
    made.push(await countCalls(page, cloud));
  });
  const [calls] = made;
  const since = calls?.since ?? 0;
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => `${index}\n`).join(""));
  await upload(visitor.page, { name: "through the portal.txt", body });
  expect(await download(visitor.page, "through the portal.txt")).toEqual(body);
  const logged = await lakeLog(cloud, since);
  expect(logged.filter((call) => call.operation === "Preflight")).toEqual([]);
  const own = logged.filter((call) => call.oid === cast.contosoContributor.oid);
  expect(own.map((call) => call.operation)).toEqual(
    expect.arrayContaining(["AppendPath", "FlushPath", "ReadPath"]),
  );
  expect(calls?.direct).toBe(0);
  if (calls !== undefined) {
    // A saved file is the browser's own navigation, whose answer Playwright does not show: its id is in the lake's log.
    const saved = own.filter((call) => call.path.endsWith("/through%20the%20portal.txt"));
    for (const { clientRequestId = "" } of saved.filter((call) => call.clientRequestId !== "")) {
      calls.correlations.add(clientRequestId);
    }
    await expectOwnCallsOnly(cloud, cast.contosoContributor, calls);
  }
  expectQuiet(visitor);
});
