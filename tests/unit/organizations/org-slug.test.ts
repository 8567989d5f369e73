import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePartitionDirectory } from "#lib/folders/folder-path.ts";
import {
  parseOrgSlug,
  partitionDirectoryOf,
  reservedSlugs,
  slugOfName,
} from "#lib/organizations/org-slug.ts";

describe("the slug of a name", () => {
  test.each([
    ["Contoso Dairy", "contoso-dairy"],
    ["  Fabrikam — Pharma, Inc. ", "fabrikam-pharma-inc"],
    ["Größe & Söhne", "grosse-sohne"],
    ["Ærøskøbing Mejeri", "aeroskobing-mejeri"],
    ["Łódź", "lodz"],
    ["İstanbul", "istanbul"],
    ["ﬁne №5", "fine-no5"],
    ["日本酪農", "organization"],
    ["", "organization"],
    ["X", "x-org"],
    ["Admin", "admin-org"],
    ["a".repeat(60), "a".repeat(40)],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
  ])("%j is %s", (name, slug) => {
    expect(slugOfName(name)).toBe(slug);
  });

  test("any name and any attempt give a valid slug, and attempts differ", () => {
    const anyName = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom(...reservedSlugs),
    );
    fc.assert(
      fc.property(anyName, fc.integer({ min: 1, max: 9999 }), (name, attempt) => {
        const slug = slugOfName(name, attempt);
        expect(parseOrgSlug(slug)).toEqual({ ok: true, slug });
        expect(slugOfName(name, attempt + 1)).not.toBe(slug);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["", "too-short"],
    ["a", "too-short"],
    ["a".repeat(41), "too-long"],
    ["Contoso", "bad-character"],
    ["con--toso", "bad-character"],
    ["-contoso", "bad-character"],
    ["contoso-", "bad-character"],
    ["con/toso", "bad-character"],
    ["cöntoso", "bad-character"],
    ["contoso\n", "bad-character"],
    ["admin", "reserved"],
    ["sign-in", "reserved"],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseOrgSlug(text)).toEqual({ ok: false, reason });
  });
});

describe("the partition directory of an organization", () => {
  const slug = slugOfName("Contoso Dairy");

  test("is the slug and six characters that the given bytes choose", () => {
    expect(partitionDirectoryOf(slug, () => Uint8Array.of(0, 1, 31, 32, 255, 24))).toBe(
      "contoso-dairy-ab9a92",
    );
  });

  test("is a partition directory for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        const directory = partitionDirectoryOf(slug, () => bytes);
        expect(parsePartitionDirectory(directory)).toEqual({ ok: true, directory });
      }),
    );
  });

  test("is not made from too few bytes", () => {
    expect(() => partitionDirectoryOf(slug, () => new Uint8Array(2))).toThrow(RangeError);
  });
});
