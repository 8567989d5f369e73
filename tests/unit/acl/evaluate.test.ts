import { describe, expect, test } from "vitest";
import { assumedDoubts } from "#lib/acl/doubts.ts";
import { type Caller, dataRoleOperations, evaluate } from "#lib/acl/evaluate.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { ada, blue, boss, item, open, red } from "#tests/unit/acl/items.ts";

describe("operations", () => {
  const pass = item("a", "user::---,group::---,other::--x");
  const shut = item("a", "user::---,group::---,other::rw-");
  const dir = (bits: string, rest: Partial<PathState> = {}) =>
    item("a/b", `user::---,group::---,other::${bits}`, rest);
  const file = (bits: string, rest: Partial<PathState> = {}) =>
    item("a/b/f", `user::---,group::---,other::${bits}`, { isDirectory: false, ...rest });
  const caller: Caller = { id: ada, groupIds: [] };

  test("every ancestor's execute bit is needed, and the proof names the one that lacks it", () => {
    const decision = evaluate(caller, { operation: "read", path: [open, shut, dir("--x"), file("r--")] });
    expect(decision).toMatchObject({
      isAllowed: false,
      refusedAt: { purpose: "traverse", path: "a", wanted: 1 },
    });
    expect(decision.steps.map((step) => [step.path, step.isAllowed])).toEqual([
      ["", true],
      ["a", false],
      ["a/b", true],
      ["a/b/f", true],
    ]);
  });

  test("listing needs r-x, creating -wx, reading r--, appending rw-", () => {
    const list = (bits: string) =>
      evaluate(caller, { operation: "list", path: [open, pass, dir(bits)] }).isAllowed;
    const create = (bits: string) =>
      evaluate(caller, { operation: "create", path: [open, pass, dir(bits)] }).isAllowed;
    const read = (bits: string) =>
      evaluate(caller, { operation: "read", path: [open, dir("--x"), file(bits)] }).isAllowed;
    const write = (bits: string) =>
      evaluate(caller, { operation: "write", path: [open, dir("--x"), file(bits)] }).isAllowed;
    expect([list("r-x"), list("r--"), list("--x")]).toEqual([true, false, false]);
    expect([create("-wx"), create("-w-"), create("r-x")]).toEqual([true, false, false]);
    expect([read("r--"), read("-wx")]).toEqual([true, false]);
    expect([write("rw-"), write("-w-"), write("r--")]).toEqual([true, false, false]);
  });

  test("the reader role spares the read bit of an append, and neither write nor traverse", () => {
    const reader: Caller = { ...caller, roleOperations: dataRoleOperations.reader };
    const path = [open, dir("--x"), file("-w-")];
    expect(evaluate(reader, { operation: "write", path }).isAllowed).toBe(true);
    expect(evaluate(caller, { operation: "write", path }).isAllowed).toBe(false);
    expect(evaluate(reader, { operation: "write", path: [open, dir("---"), file("-w-")] }).isAllowed).toBe(
      false,
    );
    expect(evaluate(reader, { operation: "read", path: [open, dir("---"), file("---")] })).toMatchObject({
      isAllowed: true,
      steps: [{ kind: "role" }],
    });
  });

  test("a data role is not narrowed by an ACL, and gives no right to change one", () => {
    const contributor: Caller = { ...caller, roleOperations: dataRoleOperations.contributor };
    const stop = item("a/b", `user::---,user:${ada}:---,group::---,mask::---,other::---`);
    expect(evaluate(contributor, { operation: "list", path: [open, pass, stop] }).isAllowed).toBe(true);
    expect(evaluate(contributor, { operation: "chmod", path: [open, pass, stop] }).isAllowed).toBe(false);
  });

  test("a deletion asks the parent for -wx and the file for nothing", () => {
    expect(evaluate(caller, { operation: "delete", path: [open, dir("-wx"), file("---")] }).isAllowed).toBe(
      true,
    );
    expect(evaluate(caller, { operation: "delete", path: [open, dir("r-x"), file("rwx")] }).isAllowed).toBe(
      false,
    );
  });

  test("a recursive deletion asks rwx of the directory and of every directory below", () => {
    const sub = (bits: string) => item("a/b/c", `user::---,group::---,other::${bits}`);
    const path = [open, item("a", "user::---,group::---,other::-wx"), dir("rwx")];
    expect(evaluate(caller, { operation: "delete", path, subdirectories: [sub("rwx")] }).isAllowed).toBe(
      true,
    );
    expect(evaluate(caller, { operation: "delete", path, subdirectories: [sub("r-x")] })).toMatchObject({
      isAllowed: false,
      refusedAt: { purpose: "subdirectory", path: "a/b/c", wanted: 7 },
    });
    expect(evaluate(caller, { operation: "delete", path: [...path.slice(0, 2), dir("r-x")] }).isAllowed).toBe(
      true,
    );
  });

  test.each([
    ["someone else's item in someone else's sticky directory", { owner: boss }, { owner: boss }, false],
    ["one's own item in a sticky directory", { owner: boss }, { owner: ada }, true],
    ["someone else's item in one's own sticky directory", { owner: ada }, { owner: boss }, true],
  ])("deleting and renaming %s", (...[, directory, owned, isAllowed]) => {
    const sticky = item("a/b", "user::-wx,group::---,other::-wx", { isSticky: true, ...directory });
    const path = [open, sticky, file("rwx", owned)];
    expect(evaluate(caller, { operation: "delete", path }).isAllowed).toBe(isAllowed);
    const free = item("z", "user::---,group::---,other::-wx");
    expect(evaluate(caller, { operation: "rename", path, destination: [open, free] }).isAllowed).toBe(
      isAllowed,
    );
  });

  test("a rename needs both parents, and a sticky destination guards what would be overwritten", () => {
    const path = [open, dir("-wx"), file("---")];
    const destination = (bits: string, isSticky = false) => [
      open,
      item("z", `user::---,group::---,other::${bits}`, { isSticky }),
    ];
    const rename = { operation: "rename", path } as const;
    expect(evaluate(caller, { ...rename, destination: destination("-wx") }).isAllowed).toBe(true);
    expect(evaluate(caller, { ...rename, destination: destination("--x") }).isAllowed).toBe(false);
    const overwritten = file("---");
    expect(evaluate(caller, { ...rename, destination: destination("-wx", true) }).isAllowed).toBe(true);
    expect(
      evaluate(caller, { ...rename, destination: destination("-wx", true), overwritten }).isAllowed,
    ).toBe(false);
    const mine = file("---", { owner: ada });
    expect(
      evaluate(caller, { ...rename, destination: destination("-wx", true), overwritten: mine }).isAllowed,
    ).toBe(true);
  });

  test("whether a renamed directory needs write on itself turns by its switch", () => {
    const path = [open, item("a", "user::---,group::---,other::-wx"), dir("r-x")];
    const request = { operation: "rename", path, destination: [open] } as const;
    const rootOpen = { ...request, destination: [item("", "user::---,group::---,other::-wx")] };
    expect(evaluate(caller, request).isAllowed).toBe(false);
    expect(evaluate(caller, rootOpen).isAllowed).toBe(true);
    expect(evaluate(caller, rootOpen, { ...assumedDoubts, doesRenameNeedSourceWrite: true }).isAllowed).toBe(
      false,
    );
  });

  test("the container's root can be neither deleted nor renamed, not even by a super-user", () => {
    const god: Caller = {
      id: ada,
      groupIds: [],
      isSuperUser: true,
      roleOperations: dataRoleOperations.contributor,
    };
    expect(evaluate(god, { operation: "delete", path: [open] }).isAllowed).toBe(false);
    expect(evaluate(god, { operation: "rename", path: [open], destination: [open] }).isAllowed).toBe(false);
  });

  test("a status needs traverse and nothing on the item, unless its switch says otherwise", () => {
    const path = [open, pass, dir("---")];
    expect(evaluate(caller, { operation: "status", path }).isAllowed).toBe(true);
    expect(evaluate(caller, { operation: "status", path: [open, shut, dir("rwx")] }).isAllowed).toBe(false);
    expect(
      evaluate(caller, { operation: "status", path }, { ...assumedDoubts, doesStatusNeedOnlyTraverse: false })
        .isAllowed,
    ).toBe(false);
  });

  test("chmod is the owner's, chown a super-user's, chgrp the owner's towards an own group", () => {
    const path = (owner: string) => [open, pass, dir("rwx", { owner })];
    const inRed: Caller = { id: ada, groupIds: [red] };
    const god: Caller = { id: ada, groupIds: [], isSuperUser: true };
    expect(evaluate(inRed, { operation: "chmod", path: path(ada) }).isAllowed).toBe(true);
    expect(evaluate(inRed, { operation: "chmod", path: path(boss) }).isAllowed).toBe(false);
    expect(evaluate(inRed, { operation: "chown", path: path(ada) }).isAllowed).toBe(false);
    expect(evaluate(god, { operation: "chown", path: path(boss) }).isAllowed).toBe(true);
    expect(evaluate(inRed, { operation: "chgrp", path: path(ada), toGroup: red }).isAllowed).toBe(true);
    expect(evaluate(inRed, { operation: "chgrp", path: path(ada), toGroup: blue }).isAllowed).toBe(false);
    expect(evaluate(inRed, { operation: "chgrp", path: path(boss), toGroup: red }).isAllowed).toBe(false);
    expect(evaluate(god, { operation: "chgrp", path: path(boss), toGroup: red }).isAllowed).toBe(true);
  });

  test("the proof names the entry, its mask and what was not enough", () => {
    const state = item("a", `user::---,group::---,group:${red}:rwx,group:${blue}:--x,mask::r-x,other::---`);
    const decision = evaluate({ id: ada, groupIds: [red, blue] }, { operation: "list", path: [open, state] });
    expect(decision.steps.at(-1)).toMatchObject({
      verdict: { rule: "group", decisive: { entry: { qualifier: red }, mask: 5, effective: 5 } },
    });
    const refused = evaluate(
      { id: ada, groupIds: [red, blue] },
      { operation: "create", path: [open, state] },
    );
    expect(refused.refusedAt).toMatchObject({
      verdict: {
        rule: "other",
        decisive: { effective: 0 },
        insufficient: [{ effective: 5 }, { effective: 1 }],
      },
    });
  });

  test("a path that does not begin at a root is a fault", () => {
    expect(() => evaluate(caller, { operation: "list", path: [] })).toThrow(RangeError);
  });
});
