import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, inject, it } from "vitest";
import { cast } from "#tests/cast.ts";
import { CookieJar } from "#tests/cookies.ts";

const cloud = inject("cloud");
const chunks = resolve(import.meta.dirname, "../../.next/static/chunks");
const gzippedMax = 180 * 1024;

/** Words that only one part's script holds: each must be in some file of the build, and in none of a page's first ones. */
const onDemand = {
  "the palette (cmdk)": "cmdk-input",
  "dialogs (radix)": "DialogTitle",
  "the preview": "Reading the beginning of the file",
  "msal-browser": "msal.js.browser",
};

/** The scripts that the first HTML of a page asks a modern browser for, as the server sends them. */
async function firstScripts(address: string, path: string): Promise<Buffer[]> {
  const jar = new CookieJar();
  await jar.visit(`${cloud.portal}/api/auth/sign-in?${new URLSearchParams({ login_hint: address })}`);
  const { response } = await jar.visit(cloud.portal + path);
  expect(response.status).toBe(200);
  const tags = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []);
  expect(sources.length).toBeGreaterThan(2);
  return Promise.all(
    [...new Set(sources)].map(async (source) => {
      const file = await fetch(new URL(source.replaceAll("&amp;", "&"), cloud.portal));
      return Buffer.from(await file.arrayBuffer());
    }),
  );
}

describe.each([
  ["Home", cast.contosoReader.address, "/"],
  [
    "Data",
    cast.contosoContributor.address,
    "/contoso-dairy/data/curated/Rotterdam%20Cold%20Store/Chamber%20A",
  ],
])("the first scripts of %s, signed in", (page, address, path) => {
  it("weigh at most 180 KiB gzipped", async () => {
    const scripts = await firstScripts(address, path);
    const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
    console.log(`${page}: ${scripts.length} scripts, ${(bytes / 1024).toFixed(1)} KiB gzipped`);
    expect(bytes).toBeLessThanOrEqual(gzippedMax);
  });

  it.each(Object.entries(onDemand))("leave out %s until it is asked for", async (_part, words) => {
    const built = readdirSync(chunks)
      .filter((name) => name.endsWith(".js"))
      .filter((name) => readFileSync(join(chunks, name), "utf8").includes(words));
    expect(built).not.toEqual([]);
    const scripts = await firstScripts(address, path);
    expect(scripts.filter((script) => script.includes(words))).toEqual([]);
  });
});
