import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cast, tenantId } from "#tests/cast.ts";
import { expectQuiet, launchBrowser, type Visitor } from "#tests/e2e/browser.ts";
import { partitionDirectory } from "#tests/e2e/database.ts";
import { lakeLog } from "#tests/e2e/lake-log.ts";
import { chamber, connectOtherTools, signInAndLand } from "#tests/e2e/main-job.ts";
import { type OpenNotebook, openNotebook } from "#tests/e2e/notebook-steps.ts";
import type { CellOutput } from "#tests/kernel.ts";

const cloud = inject("cloud");
let browser: Browser;
let visitor: Visitor;
let notebook: OpenNotebook;
let texts: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await signInAndLand(browser, cloud);
  texts = await connectOtherTools(visitor.page, cloud);
  notebook = await openNotebook(visitor, cloud, { folder: chamber });
});
afterAll(async () => {
  await notebook?.kernel.close();
  await browser?.close();
});

/** The one text that has these words in it. */
function textWith(words: string): string {
  const found = texts.filter((text) => text.includes(words));
  expect(found, `texts with ${words}`).toHaveLength(1);
  return found[0] ?? "";
}

/** Runs a text as it stands; what it read, it read as the person. */
async function runAsPerson(text: string): Promise<CellOutput> {
  const since = (await lakeLog(cloud)).at(-1)?.number ?? 0;
  const output = await notebook.kernel.run(text, 60_000);
  expect(output.error, text).toBeNull();
  const callers = (await lakeLog(cloud, since)).filter((call) => call.idtyp === "user");
  expect(callers.length).toBeGreaterThan(0);
  expect(new Set(callers.map((call) => call.oid))).toEqual(new Set([cast.contosoContributor.oid]));
  return output;
}

describe("the texts of Connect another tool", () => {
  it("pandas reads a file of the folder with the text that is shown", async () => {
    const text = textWith("import pandas").replace("FILE.csv", "temperature-2026-09.csv");
    const lines = text.trimEnd().split("\n");
    const output = await runAsPerson([...lines.slice(0, -1), `print(len(${lines.at(-1)}))`].join("\n"));
    expect(Number(output.stdout)).toBeGreaterThan(100);
  });

  it("adlfs lists the folder with the text that is shown", async () => {
    const output = await runAsPerson(textWith("from adlfs"));
    expect(output.stdout).toContain("Chamber A/README.txt");
  });

  it("the Azure SDK lists the folder with the text that is shown", async () => {
    const output = await runAsPerson(textWith("DataLakeServiceClient"));
    expect(output.stdout).toMatch(/Chamber A\/README\.txt \d+/);
  });

  it("azcopy, Storage Explorer and az name the exact tenant, account, container and path", async () => {
    const partition = await partitionDirectory(cloud, "contoso-dairy", "curated");
    const path = `${partition}/Rotterdam Cold Store/Chamber A`;
    const lake = textWith("DataLakeServiceClient").match(/DataLakeServiceClient\("([^"]+)"/)?.[1];
    const url = `${lake}/curated/${path.split("/").map(encodeURIComponent).join("/")}`;
    expect(texts).toEqual(
      expect.arrayContaining([
        `azcopy login --tenant-id ${tenantId}`,
        `azcopy copy '${url}' . --recursive`,
        tenantId,
        url,
        `az login --tenant ${tenantId} --allow-no-subscriptions`,
        `az storage fs file list --account-name lakeportlocal --file-system curated --auth-mode login --path '${path}' --recursive false --output table`,
      ]),
    );
    expectQuiet(visitor, [new RegExp(cloud.hub)]);
  });
});
