import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast, principals } from "#tests/cast.ts";
import { launchBrowser, type Visitor } from "#tests/e2e/browser.ts";
import { countCalls, expectNoServiceReads, expectOwnCallsOnly, plantRole } from "#tests/e2e/data-calls.ts";
import { findNothingWithoutPerson, setRowLevelSecurity } from "#tests/e2e/database.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { askLakeAdmin, lakeLog } from "#tests/e2e/lake-log.ts";
import {
  chamber,
  expectNoPortalCookie,
  previewFile,
  signInAndLand,
  watchHubCookies,
} from "#tests/e2e/main-job.ts";
import {
  type OpenNotebook,
  openNotebook,
  stopServer,
  tryWhatIsForbidden,
} from "#tests/e2e/notebook-steps.ts";
import {
  asPipeline,
  cachingTokens,
  namingHubUser,
  type SabotagedCloud,
  startSabotagedCloud,
  tokenOfPipeline,
} from "#tests/e2e/sabotaged-cloud.ts";

/** Each step of the story is green here while nothing is wrong, and red as soon as its own sabotage begins. */
const honest = inject("cloud");
let sabotaged: SabotagedCloud;
let cloud: StoryCloud;
let browser: Browser;
let visitor: Visitor;
let notebook: OpenNotebook;

beforeAll(async () => {
  [sabotaged, browser] = await Promise.all([startSabotagedCloud(), launchBrowser()]);
  ({ cloud } = sabotaged);
  visitor = await signInAndLand(browser, cloud);
});
afterAll(async () => {
  await browser?.close();
  await sabotaged?.stop();
});

const red = (step: Promise<unknown>) => expect(step).rejects;
const patienceMs = 15_000;

describe("a sabotage turns the story red", () => {
  it("row-level security off: without a person everybody's rows are seen, and the doctor says so", async () => {
    await findNothingWithoutPerson(cloud);
    expect((await sabotaged.doctor()).words).toContain("ok   Row-level security is on");
    await setRowLevelSecurity(cloud, false);
    try {
      await red(findNothingWithoutPerson(cloud)).toThrow(
        /tables with rows for nobody: expected .*person, organization/,
      );
      const { code, words } = await sabotaged.doctor();
      expect(words).toMatch(/FAIL Row-level security is on: Off on .*folder/);
      expect(code).toBe(1);
    } finally {
      await setRowLevelSecurity(cloud, true);
    }
    await findNothingWithoutPerson(cloud);
  });

  it("service token used for data: the lake's log shows another caller than the person", async () => {
    await lookAround();
    await expectLookingAroundIsOwn();
    const takeRole = await plantRole(cloud, principals.pipeline);
    sabotaged.sabotages.lake = await asPipeline(sabotaged.cloud);
    try {
      await red(expectLookingAroundIsOwn()).toThrow(/calls of the portal for a person/);
    } finally {
      sabotaged.sabotages.lake = null;
      await takeRole();
    }
    await expectLookingAroundIsOwn();
  });

  it("content read by a service identity: one planted read is found in the log", async () => {
    const since = (await lakeLog(cloud)).at(-1)?.number ?? 0;
    const takeRole = await plantRole(cloud, principals.pipeline);
    const [file] = (await lakeLog(cloud)).filter((call) => call.operation === "ReadPath");
    const authorization = `Bearer ${await tokenOfPipeline(cloud)}`;
    expectNoServiceReads(await lakeLog(cloud, since));
    const response = await fetch(`${new URL(cloud.lake).origin}${file?.path}`, {
      headers: { authorization, "x-ms-version": "2021-06-08" },
    });
    await takeRole();
    expect(response.status).toBe(200);
    await response.body?.cancel();
    const calls = await lakeLog(cloud, since);
    expect(() => expectNoServiceReads(calls)).toThrow(/content read by a service identity/);
  });

  it("lake's access check off: another organization's partition opens in the notebook", async () => {
    notebook = await openNotebook(visitor, cloud, { folder: chamber, patienceMs: 60_000 });
    await tryWhatIsForbidden(notebook, cloud);
    await askLakeAdmin(cloud, { method: "PUT", path: "checking", body: { isChecking: false } });
    try {
      await red(tryWhatIsForbidden(notebook, cloud)).toThrow(/the lake's answer for/);
    } finally {
      await askLakeAdmin(cloud, { method: "PUT", path: "checking", body: { isChecking: true } });
    }
    await tryWhatIsForbidden(notebook, cloud);
  });

  it("stopped server's token accepted: the identity endpoint goes on answering", async () => {
    sabotaged.sabotages.identity = cachingTokens();
    try {
      await red(stopServer(visitor, cloud, notebook)).toThrow(/a stopped server's token/);
    } finally {
      sabotaged.sabotages.identity = null;
    }
    notebook = await openNotebook(visitor, cloud, { folder: chamber, patienceMs: 60_000 });
    await stopServer(visitor, cloud, notebook);
  });

  it("Hub user swapped: whoever opens a notebook lands in nobody's", async () => {
    await makeHubUser("swapped");
    const other = await signInAndLand(browser, cloud);
    const sabotage = namingHubUser("swapped");
    sabotaged.sabotages.portal = sabotage;
    try {
      await red(openNotebook(other, cloud, { folder: chamber, patienceMs })).toThrow(/Timeout/);
      expect(sabotage.told[0]).toMatch(/^swapped for p-/);
      expect(await other.page.locator(".jp-Notebook, #jupyterlab-splash").count()).toBe(0);
      await other.page.getByText("You do not have permission to access Server").first().waitFor();
    } finally {
      sabotaged.sabotages.portal = null;
      await other.close();
    }
  });

  it("portal and Hub on one host name: the portal's cookie is sent to the Hub", async () => {
    const elsewhere = await signInAndLand(browser, honest);
    const sent = watchHubCookies(elsewhere, honest);
    await elsewhere.page.goto(`${honest.hub}/hub/home`);
    expectNoPortalCookie(sent);
    await elsewhere.close();
    const sentHere = watchHubCookies(visitor, cloud);
    await visitor.page.goto(`${cloud.hub}/hub/home`);
    expect(() => expectNoPortalCookie(sentHere)).toThrow(/lakeport-session/);
    expect((await sabotaged.doctor()).words).toContain("FAIL Hub has a host of its own");
  });
});

/** Lists the folder and previews a file: calls of the portal's in the person's name. */
async function lookAround(): Promise<void> {
  await visitor.page.goto(`${cloud.portal}${chamber}`);
  await previewFile(visitor);
}

async function expectLookingAroundIsOwn(): Promise<void> {
  const made = await countCalls(visitor.page, cloud);
  await lookAround();
  await expectOwnCallsOnly(cloud, cast.contosoContributor, made);
}

/** Another Hub user that exists: the Hub lets in nobody whom it does not know. */
async function makeHubUser(name: string): Promise<void> {
  const secrets = JSON.parse(readFileSync(join(cloud.home, "secrets.json"), "utf8"));
  const response = await fetch(`${cloud.hub}/hub/api/users/${name}`, {
    method: "POST",
    headers: { authorization: `token ${secrets.hubApi}` },
  });
  expect(response.status).toBe(201);
}
