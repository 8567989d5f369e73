import { describe, expect, test } from "vitest";
import { type FolderRows, managedDirectoryOf, plannedGroupId } from "#lib/folders/folder.ts";

const id = (last: number) => `00000000-0000-4000-8000-0000000000${String(last).padStart(2, "0")}`;
const groups = (first: number) => [
  { id: id(first), level: "reader" as const, name: `r${first}`, objectId: id(first + 50) },
  { id: id(first + 1), level: "contributor" as const, name: `c${first}`, objectId: id(first + 51) },
];
const rows: FolderRows = {
  path: "dairy-abc234/Plant/Line",
  parentId: id(1),
  isPrivate: false,
  hasChildren: false,
  groups: groups(30),
  groupsAbove: [groups(10), [], groups(20)],
  membersGroupId: id(99),
  isSuspended: false,
};

describe("what the portal wants of a directory", () => {
  test("is a leaf with the groups of its ancestors, structure-only ones left out", () => {
    expect(managedDirectoryOf(rows)).toEqual({
      kind: "leaf",
      path: rows.path,
      stops: [],
      own: { reader: id(80), contributor: id(81) },
      ancestors: [
        { reader: id(60), contributor: id(61) },
        { reader: id(70), contributor: id(71) },
      ],
    });
  });

  test("is inner, with the members group, as soon as a folder is recorded below", () => {
    expect(managedDirectoryOf({ ...rows, hasChildren: true })).toMatchObject({
      kind: "inner",
      members: id(99),
    });
  });

  test("takes nothing from its ancestors when it is private", () => {
    const directory = managedDirectoryOf({ ...rows, isPrivate: true });
    expect(directory.kind).toBe("private");
    expect(directory).not.toHaveProperty("ancestors");
  });

  test("has no groups of its own when it is structure-only", () => {
    expect(managedDirectoryOf({ ...rows, groups: [] })).toMatchObject({ kind: "leaf", own: null });
  });

  test("is a partition where there is no parent, suspended with its organization", () => {
    const partition = { ...rows, parentId: null, groupsAbove: [], isSuspended: true };
    expect(managedDirectoryOf(partition)).toMatchObject({
      kind: "partition",
      isSuspended: true,
      members: id(99),
    });
  });

  test("is a fault while a group has not been made, but can be counted with the planned ones", () => {
    const planned = { ...rows, groups: groups(30).map((group) => ({ ...group, objectId: null })) };
    expect(() => managedDirectoryOf(planned)).toThrow(/has not been made/);
    expect(managedDirectoryOf(planned, plannedGroupId)).toMatchObject({
      own: { reader: id(30), contributor: id(31) },
    });
  });
});
