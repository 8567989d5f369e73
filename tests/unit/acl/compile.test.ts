import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileDirectory, containerRootAcl } from "#lib/acl/compile.ts";
import type { ManagedDirectory } from "#lib/acl/directory.ts";
import { aclEntriesMax, entriesOfScope, isNamed } from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import { inheritedDirectoryAcl } from "#lib/acl/inherit.ts";
import { groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

const partition = groupsOf(1);
const site = groupsOf(2);
const line = groupsOf(3);
const members = idOf(7);
const stopped = idOf(8);
const pr = partition.reader;
const pc = partition.contributor;
const sr = site.reader;
const sc = site.contributor;
const lr = line.reader;
const lc = line.contributor;

function compiled(directory: ManagedDirectory) {
  const result = compileDirectory(directory);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.directory;
}

function withDefault(access: string, lasting: string): string {
  return `${access},${lasting
    .split(",")
    .map((entry) => `default:${entry}`)
    .join(",")}`;
}

const partitionDirectory: ManagedDirectory = {
  kind: "partition",
  path: "contoso-dairy-k3x9qa",
  own: partition,
  members,
  stops: [],
  isSuspended: false,
};
const innerDirectory: ManagedDirectory = {
  kind: "inner",
  path: "contoso-dairy-k3x9qa/site",
  own: site,
  ancestors: [partition],
  members,
  stops: [],
};
const leafDirectory: ManagedDirectory = {
  kind: "leaf",
  path: "contoso-dairy-k3x9qa/site/line",
  own: line,
  ancestors: [partition, site],
  stops: [],
};
const privateDirectory: ManagedDirectory = { kind: "private", path: "p/private", own: line, stops: [] };

describe("the strings of the domain", () => {
  test("the container root lets everyone pass and nobody look", () => {
    expect(formatAcl(containerRootAcl)).toBe("user::rwx,group::---,other::--x");
  });

  const rows: readonly (readonly [string, ManagedDirectory, string, string, string])[] = [
    [
      "a partition",
      partitionDirectory,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${members}:--x,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,mask::rwx,other::---`,
      "rwxrwx--T",
    ],
    [
      "an inner folder",
      innerDirectory,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,group:${members}:--x,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,mask::rwx,other::---`,
      "rwxrwx--T",
    ],
    [
      "a leaf",
      leafDirectory,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      "rwxrwx---",
    ],
    [
      "a structure-only inner folder",
      { ...innerDirectory, own: null },
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${members}:--x,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,mask::rwx,other::---`,
      "rwxrwx--T",
    ],
    [
      "a structure-only leaf",
      { ...leafDirectory, own: null },
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${sr}:r-x,group:${sc}:rwx,mask::rwx,other::---`,
      "rwxrwx---",
    ],
    [
      "a private leaf",
      privateDirectory,
      `user::rwx,group::---,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      `user::rwx,group::---,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      "rwxrwx---",
    ],
    [
      "a suspended partition",
      { ...partitionDirectory, isSuspended: true },
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${members}:--x,mask::---,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,mask::rwx,other::---`,
      "rwx-----T",
    ],
    [
      "a suspended partition with a stop",
      { ...partitionDirectory, isSuspended: true, stops: [stopped] },
      `user::rwx,user:${stopped}:---,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${members}:--x,mask::---,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,mask::rwx,other::---`,
      "rwx-----T",
    ],
    [
      "a leaf with a stop given twice",
      { ...leafDirectory, ancestors: [partition], stops: [stopped, stopped] },
      `user::rwx,user:${stopped}:---,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      `user::rwx,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`,
      "rwxrwx---",
    ],
  ];

  test.each(rows)(
    "%s is written to the letter, access and default",
    (...[, directory, access, lasting, mode]) => {
      const result = compiled(directory);
      expect(result.aclText).toBe(withDefault(access, lasting));
      expect(result.permissionsText).toBe(mode);
      expect(result.isSticky).toBe(mode.endsWith("T"));
    },
  );

  test("a file born in a leaf has the leaf's groups under a mask without execute", () => {
    expect(formatAcl(compiled({ ...leafDirectory, ancestors: [partition], stops: [stopped] }).fileAcl)).toBe(
      `user::rw-,group::---,group:${pr}:r-x,group:${pc}:rwx,group:${lr}:r-x,group:${lc}:rwx,mask::rw-,other::---`,
    );
  });

  test("a file born in a partition is not open to the members group", () => {
    expect(formatAcl(compiled(partitionDirectory).fileAcl)).toBe(
      `user::rw-,group::---,group:${pr}:r-x,group:${pc}:rwx,mask::rw-,other::---`,
    );
  });

  test("a directory that a contributor makes repeats the default as access and as default", () => {
    const lasting = `user::rwx,group::---,group:${lr}:r-x,group:${lc}:rwx,mask::rwx,other::---`;
    expect(formatAcl(inheritedDirectoryAcl(compiled(privateDirectory).acl))).toBe(
      withDefault(lasting, lasting),
    );
  });
});

describe("what compile refuses", () => {
  const levels = (count: number) => Array.from({ length: count }, (_, n) => groupsOf(100 + n));

  test("a group that would stand twice, whatever its letters' case", () => {
    const own = { reader: idOf(0xabc), contributor: idOf(0xdef) };
    const result = compileDirectory({ ...leafDirectory, own, ancestors: [{ ...own, reader: idOf(1) }] });
    expect(result).toMatchObject({
      ok: false,
      refusal: { kind: "duplicate-qualifier", qualifier: own.contributor },
    });
  });

  test("the thirteenth level may be a leaf but not an inner folder", () => {
    expect(compiled({ ...leafDirectory, ancestors: levels(12) }).budget.used).toBe(26);
    expect(compileDirectory({ ...innerDirectory, ancestors: levels(12) })).toEqual({
      ok: false,
      refusal: { kind: "over-budget", path: innerDirectory.path, scope: "access", needed: 27, max: 26 },
    });
  });

  test("whatever compiles fits into 32 entries of each scope and leaves two slots for stops", () => {
    const anyDirectory = fc
      .record({
        kind: fc.constantFrom("inner" as const, "leaf" as const),
        depth: fc.integer({ min: 0, max: 16 }),
        stopCount: fc.integer({ min: 0, max: 30 }),
        hasOwn: fc.boolean(),
      })
      .map(({ kind, depth, stopCount, hasOwn }) => ({
        kind,
        path: "p/f",
        own: hasOwn ? site : null,
        ancestors: levels(depth),
        members,
        stops: Array.from({ length: stopCount }, (_, n) => idOf(0x8000 + n)),
      }));
    fc.assert(
      fc.property(anyDirectory, (directory) => {
        const groups =
          2 * (directory.ancestors.length + (directory.own ? 1 : 0)) + (directory.kind === "inner" ? 1 : 0);
        const fits = groups <= 26 && groups + directory.stops.length <= 28;
        const result = compileDirectory(directory);
        expect(result.ok).toBe(fits);
        if (!result.ok) return;
        const { acl, budget } = result.directory;
        expect(entriesOfScope(acl, "access").length).toBeLessThanOrEqual(aclEntriesMax);
        expect(entriesOfScope(acl, "default").length).toBeLessThanOrEqual(aclEntriesMax);
        const named = entriesOfScope(acl, "access").filter(isNamed).length;
        expect(budget.used + budget.stops).toBe(named);
        expect(budget.used + 2).toBeLessThanOrEqual(28);
        expect(budget.defaultUsed).toBe(entriesOfScope(acl, "default").filter(isNamed).length);
      }),
      { numRuns: 400 },
    );
  });
});
