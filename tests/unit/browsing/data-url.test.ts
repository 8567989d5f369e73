import { describe, expect, test } from "vitest";
import { dataUrl, lakePath, namesBelow, parseNames } from "#lib/browsing/data-url.ts";

describe("data URLs", () => {
  test.each([
    "100%.csv",
    "a#b?c=d&e.csv",
    "plus + space.csv",
    "Ünïcode 数据 🧊.csv",
    "semi;colon,comma'quote\".csv",
    "%2e%2e",
    "x".repeat(1024),
    "...",
    " leading",
  ])("the name %j comes back from its own URL, whatever it holds", (name) => {
    const url = dataUrl("contoso-dairy", "curated", ["Site A", name]);
    const segments = url.split("/").slice(4);
    expect(parseNames(segments)).toEqual(["Site A", name]);
  });

  test.each([
    ["..", "a parent"],
    ["%2e%2e", "an encoded parent"],
    ["%2E.", "half-encoded parent"],
    [".", "itself"],
    ["%00", "NUL"],
    ["a%00b", "NUL inside"],
    ["a%2Fb", "an encoded slash"],
    ["a%5Cb", "an encoded backslash"],
    ["a\\b", "a backslash"],
    ["%0a", "a line break"],
    ["%7F", "DEL"],
    ["%", "a broken encoding"],
    ["%ff", "no UTF-8"],
    ["%ED%A0%80", "a lone surrogate"],
    ["", "an empty name"],
  ])("%j (%s) is no name", (segment) => {
    expect(parseNames(["ok", segment])).toBeNull();
  });

  test("more than 60 names or 4,096 characters are no path", () => {
    expect(parseNames(Array.from({ length: 60 }, () => "a"))).not.toBeNull();
    expect(parseNames(Array.from({ length: 61 }, () => "a"))).toBeNull();
    expect(parseNames(["x".repeat(4096)])).toBeNull();
  });

  test("the partition's suffix is in the lake's path and not in the URL", () => {
    const directory = "contoso-dairy-ab12cd";
    expect(lakePath(directory, [])).toBe(directory);
    expect(lakePath(directory, ["Site A", "Line 1"])).toBe("contoso-dairy-ab12cd/Site A/Line 1");
    expect(namesBelow(directory, "contoso-dairy-ab12cd/Site A/Line 1")).toEqual(["Site A", "Line 1"]);
    expect(namesBelow(directory, directory)).toEqual([]);
    expect(dataUrl("contoso-dairy", "raw", ["Site A"])).toBe("/contoso-dairy/data/raw/Site%20A");
  });
});
