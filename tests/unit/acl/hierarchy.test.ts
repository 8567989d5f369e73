import { describe, expect, test } from "vitest";
import { compileDirectory } from "#lib/acl/compile.ts";
import { compileHierarchy, type Hierarchy, type HierarchyFolder } from "#lib/acl/hierarchy.ts";
import { groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

const folder = (
  id: string,
  parentId: string | null,
  rest: Partial<HierarchyFolder> = {},
): HierarchyFolder => ({
  id,
  parentId,
  name: `${id} folder`,
  own: groupsOf(id.charCodeAt(0)),
  isPrivate: false,
  stops: [],
  ...rest,
});

const hierarchy = (...folders: HierarchyFolder[]): Hierarchy => ({
  partition: { path: "contoso-k3x9qa", own: groupsOf(1), members: idOf(1), stops: [], isSuspended: false },
  folders,
});

describe("a hierarchy", () => {
  test("gives every directory its kind, path and its ancestors' groups, parents first, whatever the order given", () => {
    const result = compileHierarchy(
      hierarchy(
        folder("c", "b"),
        folder("p", "a", { isPrivate: true }),
        folder("b", "a", { own: null }),
        folder("a", null),
      ),
    );
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    expect(result.directories.map(({ id, directory }) => [id, directory.kind, directory.path])).toEqual([
      [null, "partition", "contoso-k3x9qa"],
      ["a", "inner", "contoso-k3x9qa/a folder"],
      ["p", "private", "contoso-k3x9qa/a folder/p folder"],
      ["b", "inner", "contoso-k3x9qa/a folder/b folder"],
      ["c", "leaf", "contoso-k3x9qa/a folder/b folder/c folder"],
    ]);
    const leaf = compileDirectory({
      kind: "leaf",
      path: "contoso-k3x9qa/a folder/b folder/c folder",
      own: groupsOf("c".charCodeAt(0)),
      ancestors: [groupsOf(1), groupsOf("a".charCodeAt(0))],
      stops: [],
    });
    expect(leaf.ok && result.directories.at(-1)?.directory).toEqual(leaf.ok && leaf.directory);
  });

  test("refuses a private folder with children or without groups", () => {
    expect(
      compileHierarchy(hierarchy(folder("a", null, { isPrivate: true }), folder("b", "a"))),
    ).toMatchObject({
      ok: false,
      refusal: { kind: "private-has-children", id: "a" },
    });
    expect(compileHierarchy(hierarchy(folder("a", null, { isPrivate: true, own: null })))).toMatchObject({
      ok: false,
      refusal: { kind: "private-without-groups", id: "a" },
    });
  });

  test("refuses folders that do not hang on the partition, rings and ids given twice, and ends", () => {
    expect(compileHierarchy(hierarchy(folder("a", "z")))).toMatchObject({
      refusal: { kind: "unreachable-folder" },
    });
    expect(compileHierarchy(hierarchy(folder("a", "b"), folder("b", "a")))).toMatchObject({
      refusal: { kind: "unreachable-folder" },
    });
    expect(compileHierarchy(hierarchy(folder("a", null), folder("a", "a")))).toMatchObject({
      refusal: { kind: "duplicate-folder", id: "a" },
    });
  });

  test("refuses the level that would exceed the budget and names its path", () => {
    const chain = Array.from({ length: 13 }, (_, n) =>
      folder(String.fromCharCode(97 + n), n === 0 ? null : String.fromCharCode(96 + n)),
    );
    expect(compileHierarchy(hierarchy(...chain.slice(0, 12))).ok).toBe(true);
    expect(compileHierarchy(hierarchy(...chain))).toMatchObject({
      ok: false,
      refusal: { kind: "over-budget", needed: 27 },
    });
  });
});
