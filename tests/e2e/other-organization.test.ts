import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, newVisitor, portray } from "#tests/e2e/browser.ts";
import { partitionDirectory } from "#tests/e2e/database.ts";
import { chamber } from "#tests/e2e/main-job.ts";
import { mainWords, signInByPages, statusOf } from "#tests/e2e/portal-pages.ts";

const cloud = inject("cloud");
const names = /contoso|rotterdam|chamber|amsterdam/i;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each([
  ["reader", cast.fabrikamReader],
  ["admin", cast.fabrikamAdmin],
])("the other organization's %s", (role, person) => {
  it("sees nothing of Contoso on any page, and every address of it is one that does not exist", async () => {
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    await signInByPages(page, cloud, person);
    await page.getByRole("main").waitFor();
    expect(await page.content()).not.toMatch(names);
    await portray(page, `fabrikam-${role}-home`);
    await statusOf(page, `${cloud.portal}/no-such-organization/data/curated/Anything`);
    const nowhere = await mainWords(page);
    for (const address of [
      chamber,
      "/contoso-dairy",
      "/contoso-dairy/data",
      "/contoso-dairy/data/raw",
      "/contoso-dairy/notebooks",
      "/contoso-dairy/notebooks/new?zone=curated&path=Rotterdam+Cold+Store",
    ]) {
      expect(await statusOf(page, `${cloud.portal}${address}`), address).toBe(404);
      expect(await mainWords(page), address).toBe(nowhere);
    }
    await portray(page, `fabrikam-${role}-not-there`);
    expectQuiet(visitor, [/status of 404/]);
    await visitor.close();
  });

  it("gets the same answer from the API for a path of Contoso's and for none, exact names included", async () => {
    const visitor = await newVisitor(browser);
    await signInByPages(visitor.page, cloud, person);
    const suffixed = await partitionDirectory(cloud, "contoso-dairy", "curated");
    const answerOf = async (path: string) => {
      const reply = await visitor.context.request.get(`${cloud.portal}/api/v1/data/${path}?list`);
      const { correlationId: _, instance: __, ...told } = await reply.json();
      return { status: reply.status(), told };
    };
    const nowhere = await answerOf("no-such-organization/curated/Anything");
    expect(nowhere.status).toBe(404);
    for (const path of [
      "contoso-dairy/curated/Rotterdam%20Cold%20Store",
      "contoso-dairy/curated",
      `${suffixed}/curated`,
    ]) {
      expect(await answerOf(path), path).toEqual(nowhere);
    }
    await visitor.close();
  });
});
