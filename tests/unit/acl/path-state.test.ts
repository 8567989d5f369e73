import { describe, expect, test } from "vitest";
import { readPathState } from "#lib/acl/path-state.ts";
import { ada, red } from "#tests/unit/acl/items.ts";

describe("reading an item's state from the lake's answer", () => {
  const answer = {
    path: "a",
    isDirectory: true,
    aclText: "user::rwx,group::r-x,other::---",
    permissionsText: "rwxr-x--T",
    owner: ada,
    group: red,
  };

  test("takes the sticky bit from the permissions and the entries from the ACL", () => {
    expect(readPathState(answer)).toMatchObject({
      ok: true,
      state: { isSticky: true, owner: ada, acl: { length: 3 } },
    });
  });

  test("names the malformed field", () => {
    expect(readPathState({ ...answer, aclText: "user::rwx" })).toMatchObject({
      ok: false,
      field: "acl",
      reason: "missing-base-entry",
    });
    expect(readPathState({ ...answer, permissionsText: "rwx" })).toMatchObject({
      ok: false,
      field: "permissions",
      position: 3,
    });
  });
});
