import { describe, expect, it } from "vitest";
import { refuseDirectoryName } from "#components/data/directory-name.ts";
import { entryHref, entryType, type LakeEntry } from "#components/data/lake-entry.ts";
import { readListKey } from "#components/data/list-keys.ts";
import { emptyList, findTyped, moveInList } from "#components/data/selection.ts";
import { isPartialSort, lakeOrder, nextSort, sortEntries } from "#components/data/sort-entries.ts";

const file = (name: string, sizeBytes: number, modifiedAt = "2026-11-21T00:00:00Z"): LakeEntry => ({
  name,
  kind: "file",
  sizeBytes,
  modifiedAt,
});
const directory = (name: string): LakeEntry => ({
  name,
  kind: "directory",
  sizeBytes: null,
  modifiedAt: null,
});
const namesOf = (entries: LakeEntry[]) => entries.map((entry) => entry.name);

describe("sorting a listing", () => {
  it("puts directories first and counts as people do when the listing is complete", () => {
    const entries = [file("line10.csv", 1), directory("z"), file("line2.csv", 1)];
    expect(namesOf(sortEntries(entries, lakeOrder, false))).toEqual(["z", "line2.csv", "line10.csv"]);
  });

  it("never moves what was already read when a paged listing grows", () => {
    const page = [file("Z", 1), file("a", 1)];
    const grown = [...page, file("b", 1), directory("c")];
    expect(namesOf(sortEntries(grown, lakeOrder, true)).slice(0, 2)).toEqual(
      namesOf(sortEntries(page, lakeOrder, true)),
    );
  });

  it("starts sizes and times with the largest and the newest, and turns around on the second press", () => {
    expect(nextSort(lakeOrder, "size")).toEqual({ key: "size", isDescending: true });
    expect(nextSort({ key: "size", isDescending: true }, "size")).toEqual({
      key: "size",
      isDescending: false,
    });
    const entries = [file("small", 1), file("large", 9), file("middle", 5)];
    expect(namesOf(sortEntries(entries, { key: "size", isDescending: true }, false))).toEqual([
      "large",
      "middle",
      "small",
    ]);
  });

  it("calls a sort partial only while entries are missing and the lake did not sort them itself", () => {
    expect(isPartialSort({ key: "size", isDescending: true }, true)).toBe(true);
    expect(isPartialSort({ key: "size", isDescending: true }, false)).toBe(false);
    expect(isPartialSort(lakeOrder, true)).toBe(false);
  });
});

describe("moving in the list", () => {
  const names = ["a", "b", "c", "d"];

  it("stays inside the list at both ends", () => {
    expect(moveInList(emptyList, { kind: "go", to: -1, isExtending: false }, names).active).toBe(0);
    expect(moveInList(emptyList, { kind: "go", to: 99, isExtending: false }, names).active).toBe(3);
  });

  it("selects from the anchor with Shift and shrinks the range on the way back", () => {
    const down = moveInList(emptyList, { kind: "go", to: 2, isExtending: true }, names);
    expect([...down.selected]).toEqual(["a", "b", "c"]);
    const back = moveInList(down, { kind: "go", to: 1, isExtending: true }, names);
    expect([...back.selected]).toEqual(["a", "b"]);
  });

  it("keeps the selection when the keyboard moves without Shift", () => {
    const chosen = moveInList(emptyList, { kind: "toggle", at: 1, isRange: false }, names);
    expect([...moveInList(chosen, { kind: "go", to: 3, isExtending: false }, names).selected]).toEqual(["b"]);
  });

  it("takes an entry out again when it is toggled twice", () => {
    const once = moveInList(emptyList, { kind: "toggle", at: 1, isRange: false }, names);
    expect(moveInList(once, { kind: "toggle", at: 1, isRange: false }, names).selected.size).toBe(0);
  });

  it("does nothing in an empty list", () => {
    expect(moveInList(emptyList, { kind: "go", to: 1, isExtending: true }, [])).toBe(emptyList);
  });
});

describe("typing ahead", () => {
  const names = ["apple", "beet", "berry", "cherry"];

  it("finds by the beginning, ignoring case, and goes round", () => {
    expect(findTyped(names, "BER", 0)).toBe(2);
    expect(findTyped(names, "a", 3)).toBe(0);
    expect(findTyped(names, "x", 0)).toBe(-1);
  });

  it("the same letter again goes on to the next entry", () => {
    expect(findTyped(names, "b", 0)).toBe(1);
    expect(findTyped(names, "bb", 1)).toBe(2);
  });
});

describe("keys", () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const at = { active: 5, count: 100, pageRows: 20 };

  it("moves by one, by a page and to the ends", () => {
    const to = (key: string) => readListKey({ ...plain, key }, at);
    expect(to("ArrowDown")).toEqual({ kind: "go", to: 6, isExtending: false });
    expect(to("PageDown")).toEqual({ kind: "go", to: 25, isExtending: false });
    expect(to("End")).toEqual({ kind: "go", to: 99, isExtending: false });
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(readListKey({ ...plain, ctrlKey: true, key: "r" }, at)).toEqual({ kind: "nothing" });
    expect(readListKey({ ...plain, altKey: true, key: "ArrowLeft" }, at)).toEqual({ kind: "nothing" });
    expect(readListKey({ ...plain, key: "Tab" }, at)).toEqual({ kind: "nothing" });
  });
});

describe("names in the lake", () => {
  it("an address keeps every character of a name", () => {
    expect(entryHref("/contoso-dairy/data/curated/", "50% of a/b #1?.csv")).toBe(
      "/contoso-dairy/data/curated/50%25%20of%20a%2Fb%20%231%3F.csv",
    );
  });

  it("a managed folder is told from a plain directory", () => {
    expect(entryType({ name: "x", kind: "directory", isFolder: true })).toBe("Folder");
    expect(entryType({ name: "x", kind: "directory" })).toBe("Directory");
    expect(entryType({ name: "x.PARQUET", kind: "file" })).toBe("Parquet");
  });

  it.each(["", " ", "a/b", "a\\b", "a.", ".", "..", " a", "a\u0000", "taken", "x".repeat(256)])(
    "refuses the name %j with a reason",
    (name) => {
      expect(refuseDirectoryName(name, new Set(["taken"]))).toMatch(/\.$/);
    },
  );

  it.each(["readings 2026", "Ünïcødé", ".hidden", "a.b", "x".repeat(255)])("takes the name %j", (name) => {
    expect(refuseDirectoryName(name, new Set(["taken"]))).toBeUndefined();
  });
});
