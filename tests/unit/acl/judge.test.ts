import { describe, expect, test } from "vitest";
import { type AclDoubts, assumedDoubts } from "#lib/acl/doubts.ts";
import type { Bits } from "#lib/acl/entry.ts";
import { type Caller, evaluate } from "#lib/acl/evaluate.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { idOf } from "#tests/unit/acl/arbitraries.ts";
import { ada, blue, item, open, red } from "#tests/unit/acl/items.ts";

function may(caller: Caller, state: PathState, asked: { wanted: Bits; doubts?: AclDoubts }): boolean {
  return evaluate(caller, { operation: "bits", path: [open, state], wanted: asked.wanted }, asked.doubts)
    .isAllowed;
}

describe("the lake's order on one item", () => {
  test("the owner entry is final and no mask limits it", () => {
    const state = item("d", `user::r--,group::rwx,group:${red}:rwx,mask::---,other::rwx`, { owner: ada });
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 4 })).toBe(true);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 2 })).toBe(false);
  });

  test("a named user's entry is final, under the mask, although groups would give more", () => {
    const state = item("d", `user::rwx,user:${ada}:rw-,group::---,group:${red}:rwx,mask::r-x,other::rwx`);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 4 })).toBe(true);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 2 })).toBe(false);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 1 })).toBe(false);
  });

  test("one group has to cover all bits, two do not add up", () => {
    const state = item("d", `user::rwx,group::---,group:${red}:r--,group:${blue}:-wx,mask::rwx,other::---`);
    expect(may({ id: ada, groupIds: [red, blue] }, state, { wanted: 4 })).toBe(true);
    expect(may({ id: ada, groupIds: [red, blue] }, state, { wanted: 3 })).toBe(true);
    expect(may({ id: ada, groupIds: [red, blue] }, state, { wanted: 6 })).toBe(false);
    const doubts = { ...assumedDoubts, areGroupsUnited: true };
    expect(may({ id: ada, groupIds: [red, blue] }, state, { wanted: 6, doubts })).toBe(true);
  });

  test("the owning group counts like a named one, under the mask", () => {
    const state = item("d", "user::---,group::rwx,mask::r--,other::---", { group: red });
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 4 })).toBe(true);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 2 })).toBe(false);
    expect(may({ id: ada, groupIds: [blue] }, state, { wanted: 4 })).toBe(false);
  });

  test("without a mask entry nothing is masked", () => {
    const state = item("d", "user::---,group::rwx,other::---", { group: red });
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 7 })).toBe(true);
  });

  test("insufficient groups fall through to other, unmasked; each doubt turns by its switch", () => {
    const state = item("d", `user::---,group::---,group:${red}:--x,mask::--x,other::r--`);
    const caller = { id: ada, groupIds: [red] };
    expect(may(caller, state, { wanted: 4 })).toBe(true);
    expect(
      may(caller, state, { wanted: 4, doubts: { ...assumedDoubts, doGroupsFallThroughToOther: false } }),
    ).toBe(false);
    expect(may(caller, state, { wanted: 4, doubts: { ...assumedDoubts, isOtherMasked: true } })).toBe(false);
  });

  test("a group's id under the tag user grants its members nothing", () => {
    const state = item("d", `user::---,user:${red}:rwx,group::---,mask::rwx,other::---`);
    expect(may({ id: ada, groupIds: [red] }, state, { wanted: 4 })).toBe(false);
  });

  test("default entries decide nothing", () => {
    const state = item(
      "d",
      `user::---,group::---,other::---,default:user::rwx,default:user:${ada}:rwx,default:group::rwx,default:mask::rwx,default:other::rwx`,
    );
    expect(may({ id: ada, groupIds: [] }, state, { wanted: 1 })).toBe(false);
  });

  test("ids are compared without regard to case", () => {
    const state = item("d", `user::---,group::---,group:${idOf(0xabc)}:rwx,mask::rwx,other::---`);
    expect(may({ id: ada, groupIds: [idOf(0xabc).toUpperCase()] }, state, { wanted: 7 })).toBe(true);
  });

  test("a super-user passes everywhere, $superuser as owner is nobody in particular", () => {
    const shut = item("d", "user::---,group::---,other::---", { owner: "$superuser" });
    expect(may({ id: ada, groupIds: [], isSuperUser: true }, shut, { wanted: 7 })).toBe(true);
    expect(may({ id: ada, groupIds: [] }, shut, { wanted: 4 })).toBe(false);
  });
});
