import { expect, test } from "vitest";
import { formatAclText, formatPermissions, parseAclText, parsePermissions } from "#lib/lake/acl-text.ts";

const text =
  "user::rwx,group::---,group:0f3b6f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01:r-x,mask::rwx,other::---,default:user::rwx,default:group::---,default:mask::rwx,default:other::---";

test("an ACL in the service's text form survives the SDK's items unchanged", () => {
  expect(formatAclText(parseAclText(text))).toBe(text);
});

test("a malformed entry is a fault and reaches no service", () => {
  expect(() => parseAclText("user::rwz")).toThrow("Not an ACL entry");
  expect(() => parseAclText("owner::rwx")).toThrow("Not an ACL entry");
  expect(() => parseAclText("")).toThrow("Not an ACL entry");
});

test.each(["rwxrwx--T", "rwxr-x--t", "rw-r-----"])("%s keeps its sticky bit", (permissions) => {
  expect(formatPermissions(parsePermissions(permissions))).toBe(permissions);
});
