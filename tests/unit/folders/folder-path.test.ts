import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataUrl, encodePath, parseDataPlace, parseDataUrl } from "#lib/folders/data-url.ts";
import {
  asFolderPath,
  type FolderPath,
  isBelow,
  joinPath,
  parentPath,
  parseContainerName,
  parseFolderPath,
  parsePartitionDirectory,
  pathAndAncestors,
  pathBelowPartition,
  pathInPartition,
  pathName,
  pathSegments,
} from "#lib/folders/folder-path.ts";
import { parseOrgSlug } from "#lib/organizations/org-slug.ts";

function path(text: string): FolderPath {
  const parsed = parseFolderPath(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.path;
}

const anySegment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => parseFolderPath(text).ok && !text.includes("/"));
const anyPath = fc
  .array(anySegment, { minLength: 1, maxLength: 12 })
  .map((segments) => segments.join("/"))
  .filter((text) => parseFolderPath(text).ok)
  .map(path);

describe("a folder path", () => {
  test.each([
    ["", "empty"],
    ["/", "empty-segment"],
    ["/a", "empty-segment"],
    ["a/", "empty-segment"],
    ["a//b", "empty-segment"],
    ["..", "dot-segment"],
    ["a/../b", "dot-segment"],
    ["a/./b", "dot-segment"],
    ["a/..", "dot-segment"],
    ["a\u0000", "control-character"],
    ["a\nb", "control-character"],
    ["a\u007fb", "control-character"],
    ["a\u0085b", "control-character"],
    ["a\ud800b", "lone-surrogate"],
    ["a\udc00", "lone-surrogate"],
    ["x".repeat(1025), "too-long"],
    ["ä".repeat(513), "too-long"],
    [Array(60).fill("a").join("/"), "too-deep"],
  ])("refuses %j: %s", (text, reason) => {
    expect(parseFolderPath(text)).toEqual({ ok: false, reason });
  });

  test.each([
    "a",
    "a b/ü/日本/😀",
    "x".repeat(1024),
    "ä".repeat(512),
    Array(59).fill("a").join("/"),
    "...",
    ".hidden/..a/a..",
    "100%/a+b&c=d?#e",
    "%2e%2e/%2F",
    "back\\slash",
    " lead and trail ",
  ])("takes %j", (text) => {
    expect(parseFolderPath(text)).toEqual({ ok: true, path: text });
  });

  test("join, parent and name undo each other, and nothing climbs out of its parent", () => {
    fc.assert(
      fc.property(
        anyPath,
        fc.oneof(anySegment, fc.constantFrom("..", ".", "", "a/b", "../x")),
        (parent, name) => {
          const joined = joinPath(parent, name);
          if (!joined.ok) return;
          expect(parentPath(joined.path)).toBe(parent);
          expect(pathName(joined.path)).toBe(name);
          expect(isBelow(joined.path, parent)).toBe(true);
        },
      ),
    );
    expect(joinPath(path("a"), "..")).toEqual({ ok: false, reason: "dot-segment" });
    expect(joinPath(path("a"), "b/c")).toEqual({ ok: false, reason: "slash-in-segment" });
    expect(joinPath(path("a"), "")).toEqual({ ok: false, reason: "empty-segment" });
    expect(parentPath(path("a"))).toBeNull();
  });

  test("a neighbour whose name begins alike is not below", () => {
    expect(isBelow(path("contoso2/a"), path("contoso"))).toBe(false);
    expect(isBelow(path("contoso"), path("contoso"))).toBe(false);
  });

  test("the ancestors come from the top and end with the path", () => {
    expect(pathAndAncestors(path("a/b/c"))).toEqual(["a", "a/b", "a/b/c"]);
    expect(pathSegments(path("a/b"))).toEqual(["a", "b"]);
  });
});

describe("containers and partitions", () => {
  test.each(["raw", "curated", "a1-b2", "x".repeat(63)])("%s is a container", (name) => {
    expect(parseContainerName(name)).toBe(name);
  });

  test.each(["", "ab", "Raw", "a--b", "-ab", "ab-", "$web", "a_b", "x".repeat(64), "a/b", "raw\n"])(
    "%j is not a container",
    (name) => {
      expect(parseContainerName(name)).toBeNull();
    },
  );

  test("a partition is a slug and six characters, and its paths go in and out", () => {
    const parsed = parsePartitionDirectory("contoso-dairy-k3x9qa");
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(pathInPartition(parsed.directory, path("site/a"))).toEqual({
      ok: true,
      path: "contoso-dairy-k3x9qa/site/a",
    });
    expect(pathInPartition(parsed.directory, null)).toEqual({ ok: true, path: "contoso-dairy-k3x9qa" });
    expect(pathBelowPartition(path("contoso-dairy-k3x9qa/site/a"), parsed.directory)).toBe("site/a");
    expect(pathBelowPartition(asFolderPath(parsed.directory), parsed.directory)).toBeNull();
    expect(pathBelowPartition(path("fabrikam-aaaaaa/site"), parsed.directory)).toBeNull();
  });

  test.each([
    "contoso",
    "k3x9qa",
    "contoso-k3x9q",
    "Contoso-k3x9qa",
    "contoso/k3x9qa",
    "-k3x9qa",
    "../a-k3x9qa",
  ])("%j is not a partition", (text) => {
    expect(parsePartitionDirectory(text).ok).toBe(false);
  });
});

describe("data URLs", () => {
  const slug = parseOrgSlug("contoso-dairy");
  const zone = parseContainerName("curated");
  if (!slug.ok || !zone) throw new Error("the test's own names are refused");
  const organization = slug.slug;

  test("every place survives its URL, and the URL is plain ASCII without a second meaning", () => {
    fc.assert(
      fc.property(fc.option(anyPath), (place) => {
        const url = dataUrl({ organization, zone, path: place });
        expect(url).toMatch(/^\/contoso-dairy\/data\/curated(\/[\w.~!'()*%-]+)*$/);
        expect(new URL(url, "http://localhost:3000").pathname).toBe(url);
        expect(parseDataUrl(url)).toEqual({ ok: true, place: { organization, zone, path: place } });
      }),
    );
  });

  test("a URL is decoded once: an encoded dot segment or slash does not become one", () => {
    expect(encodePath(path("%2e%2e/a b"))).toBe("%252e%252e/a%20b");
    expect(parseDataUrl("/contoso-dairy/data/curated/%252e%252e")).toMatchObject({
      ok: true,
      place: { path: "%2e%2e" },
    });
    expect(parseDataUrl("/contoso-dairy/data/curated/%2e%2e")).toEqual({ ok: false, reason: "dot-segment" });
    expect(parseDataUrl("/contoso-dairy/data/curated/a%2Fb")).toEqual({
      ok: false,
      reason: "slash-in-segment",
    });
    expect(parseDataUrl("/contoso-dairy/data/curated/%00")).toEqual({
      ok: false,
      reason: "control-character",
    });
  });

  test.each([
    ["/contoso-dairy/people", "not-a-data-url"],
    ["contoso-dairy/data/curated", "not-a-data-url"],
    ["/Contoso/data/curated", "bad-organization"],
    ["/contoso-dairy/data/$web", "bad-zone"],
    ["/contoso-dairy/data/curated/%", "bad-encoding"],
    ["/contoso-dairy/data/curated/%ff", "bad-encoding"],
    ["/contoso-dairy/data/curated/a//b", "empty-segment"],
  ])("%j is refused: %s", (url, reason) => {
    expect(parseDataUrl(url)).toEqual({ ok: false, reason });
  });

  test("route parameters without segments are the partition", () => {
    expect(parseDataPlace({ organization: "contoso-dairy", zone: "curated", segments: [] })).toEqual({
      ok: true,
      place: { organization, zone, path: null },
    });
  });
});
