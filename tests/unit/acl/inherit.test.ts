import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entriesOfScope } from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import { asDefault, inheritedDirectoryAcl, inheritedFileAcl } from "#lib/acl/inherit.ts";
import { parseAcl } from "#lib/acl/parse.ts";
import { anyAcl } from "#tests/unit/acl/arbitraries.ts";

function fileUnder(lasting: string): string {
  const parsed = parseAcl(`user::---,group::---,other::---,${lasting}`);
  if (!parsed.ok) throw new Error(parsed.reason);
  return formatAcl(inheritedFileAcl(parsed.acl));
}

describe("what is born under a default ACL", () => {
  test("a file loses execute on owner, mask and other, and keeps it on the groups that the mask limits", () => {
    expect(fileUnder("default:user::rwx,default:group::rwx,default:mask::rwx,default:other::r-x")).toBe(
      "user::rw-,group::rwx,mask::rw-,other::r--",
    );
  });

  test("without a mask the owning group itself loses it", () => {
    expect(fileUnder("default:user::rwx,default:group::r-x,default:other::--x")).toBe(
      "user::rw-,group::r--,other::---",
    );
  });

  test("a directory passes the same default on, and nothing of the access ACL is inherited", () => {
    fc.assert(
      fc.property(anyAcl, (acl) => {
        const born = inheritedDirectoryAcl(acl);
        expect(entriesOfScope(born, "default")).toEqual(entriesOfScope(acl, "default"));
        expect(asDefault(born)).toEqual(entriesOfScope(acl, "default"));
        expect(inheritedFileAcl(born)).toEqual(inheritedFileAcl(acl));
      }),
    );
  });
});
