import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAcl } from "#lib/acl/parse.ts";
import {
  formatOctal,
  formatPermissions,
  type Permissions,
  parsePermissions,
  permissionsOfAcl,
} from "#lib/acl/permissions.ts";
import { anyBits } from "#tests/unit/acl/arbitraries.ts";

const anyPermissions: fc.Arbitrary<Permissions> = fc.record({
  user: anyBits,
  group: anyBits,
  other: anyBits,
  isSticky: fc.boolean(),
  isExtended: fc.boolean(),
});

describe("permissions", () => {
  test("symbolic and octal texts survive format and parse", () => {
    fc.assert(
      fc.property(anyPermissions, (permissions) => {
        expect(parsePermissions(formatPermissions(permissions))).toEqual({ ok: true, permissions });
        const octal = parsePermissions(formatOctal(permissions));
        expect(octal).toEqual({ ok: true, permissions: { ...permissions, isExtended: false } });
      }),
    );
  });

  test("the recorded values are understood", () => {
    expect(parsePermissions("111")).toMatchObject({
      permissions: { user: 1, group: 1, other: 1, isSticky: false },
    });
    expect(parsePermissions("rw-r-x-wT")).toMatchObject({
      permissions: { user: 6, group: 5, other: 2, isSticky: true },
    });
    expect(parsePermissions("rwxrw----+")).toMatchObject({ permissions: { group: 6, isExtended: true } });
    expect(parsePermissions("1777")).toMatchObject({ permissions: { other: 7, isSticky: true } });
    expect(parsePermissions("rwxrwxrwt")).toMatchObject({ permissions: { other: 7, isSticky: true } });
  });

  test.each([
    ["", 0, "bad-length"],
    ["asdf", 4, "bad-length"],
    ["77", 2, "bad-length"],
    ["07777", 5, "bad-length"],
    ["787", 1, "bad-digit"],
    ["2777", 0, "bad-digit"],
    ["7a7", 1, "bad-digit"],
    ["rwxrwxrw", 8, "bad-length"],
    ["rwxrwyrwx", 5, "bad-character"],
    ["rwsrwxrwx", 2, "bad-character"],
    ["rwxrwxrwx-", 9, "bad-character"],
    ["rwxrwxrwx++", 10, "bad-length"],
  ])("%j is refused at %i: %s", (text, position, reason) => {
    expect(parsePermissions(text)).toEqual({ ok: false, position, reason });
  });

  test.each([
    ["user::rwx,group::r--,mask::rwx,other::---", "rwxrwx---+"],
    ["user::rwx,group::r-x,other::---", "rwxr-x---"],
    ["user::rwx,group::rw-,mask::rw-,other::---", "rwxrw----+"],
    ["user::rwx,group::-w-,other::---", "rwx-w----"],
  ])("the lake shows %s as %s", (text, shown) => {
    const parsed = parseAcl(text);
    expect(parsed.ok && formatPermissions(permissionsOfAcl(parsed.acl, false))).toBe(shown);
  });
});
