import { describe, expect, test } from "vitest";
import { formatAcl, parseAcl } from "#emulators/lake/access/acl.ts";
import { descriptorAtBirth } from "#emulators/lake/access/birth.ts";
import { parseBits } from "#emulators/lake/access/bits.ts";
import { modifyAcl, removeFromAcl, setAcl } from "#emulators/lake/access/change.ts";
import { decideItem } from "#emulators/lake/access/decide.ts";
import { type Descriptor, formatPermissions, parseMode } from "#emulators/lake/access/descriptor.ts";
import { doubtsByDefault } from "#emulators/lake/access/doubts.ts";

function acl(text: string) {
  const parsed = parseAcl(text);
  if (!parsed) throw new Error(`malformed: ${text}`);
  return parsed;
}
function guard(text: string, more: Partial<Descriptor> = {}): Descriptor {
  return { owner: "owner", group: "staff", isSticky: false, acl: acl(text), ...more };
}
type Who = { oid: string; groups?: string[]; maskCapsOther?: boolean };
function decides(entries: string, who: Who, wanted: string) {
  const item = { path: "p", descriptor: guard(entries) };
  const subject = { oid: who.oid, groups: new Set(who.groups ?? []) };
  const doubts = { ...doubtsByDefault, maskCapsOther: who.maskCapsOther ?? false };
  const { isAllowed, by } = decideItem(subject, { item, wanted: parseBits(wanted) ?? 0 }, doubts);
  return [isAllowed, by.rule];
}

describe("one item's decision", () => {
  const named = "user::rwx,user:ada:rwx,group::r--,group:a:r--,group:b:-w-,mask::r-x,other::--x";

  test("the owner's entry is final and the mask does not touch it", () => {
    expect(decides(named, { oid: "owner" }, "rwx")).toEqual([true, "owner"]);
    expect(decides("user::---,group::rwx,other::rwx", { oid: "owner", groups: ["staff"] }, "r--")).toEqual([
      false,
      "owner",
    ]);
  });

  test("a named person's entry is capped by the mask and final, even where a group would give more", () => {
    expect(decides(named, { oid: "ada" }, "r-x")).toEqual([true, "named-user"]);
    expect(decides(named, { oid: "ADA" }, "-w-")).toEqual([false, "named-user"]);
    expect(
      decides(
        "user::rwx,user:ada:---,group::rwx,mask::rwx,other::rwx",
        { oid: "ada", groups: ["staff"] },
        "r--",
      ),
    ).toEqual([false, "named-user"]);
  });

  test("one group entry must cover all bits; entries are not added up", () => {
    const two = "user::rwx,group::---,group:a:r--,group:b:-w-,mask::rwx,other::---";
    expect(decides(two, { oid: "x", groups: ["a", "b"] }, "r--")).toEqual([true, "group"]);
    expect(decides(two, { oid: "x", groups: ["a", "b"] }, "rw-")).toEqual([false, "other"]);
  });

  test("the owning group counts under the mask like any other", () => {
    expect(
      decides("user::rwx,group::rwx,mask::r--,other::---", { oid: "x", groups: ["staff"] }, "r--"),
    ).toEqual([true, "group"]);
    expect(
      decides("user::rwx,group::rwx,mask::r--,other::---", { oid: "x", groups: ["staff"] }, "-w-"),
    ).toEqual([false, "other"]);
    expect(decides("user::rwx,group::rwx,other::---", { oid: "x", groups: ["staff"] }, "rwx")).toEqual([
      true,
      "group",
    ]);
  });

  test("everyone else gets other, which the mask caps only where the switch says so", () => {
    expect(decides("user::rwx,group::---,mask::---,other::r--", { oid: "x" }, "r--")).toEqual([
      true,
      "other",
    ]);
    expect(
      decides("user::rwx,group::---,mask::---,other::r--", { oid: "x", maskCapsOther: true }, "r--"),
    ).toEqual([false, "other"]);
  });
});

describe("changes of an ACL", () => {
  test("a set with a named entry computes the mask; one without drops the old mask", () => {
    const old = acl("user::rwx,group::r--,other::---");
    expect(formatAcl(setAcl(old, acl("user::rwx,user:ada:rwx,group::r--,other::---"), true))).toBe(
      "user::rwx,user:ada:rwx,group::r--,mask::rwx,other::---",
    );
    const extended = acl("user::rwx,user:ada:rwx,group::r--,mask::rwx,other::---");
    expect(formatAcl(setAcl(extended, old, true))).toBe("user::rwx,group::r--,other::---");
  });

  test("removing the last named entry computes the mask anew and keeps it (recorded)", () => {
    const extended = acl("user::rwx,user:ada:rwx,group::rw-,mask::rwx,other::---");
    const after = removeFromAcl(extended, [{ scope: "access", kind: "user", id: "ada" }]);
    expect(formatPermissions(guard("user::rwx,group::r--,other::---", { acl: after }))).toBe("rwxrw----+");
  });

  test("a modify that names a mask is obeyed, one that does not raises it", () => {
    const old = acl("user::rwx,user:ada:r--,group::r--,mask::r--,other::---");
    expect(formatAcl(modifyAcl(old, acl("user:ada:rwx"), true))).toContain("mask::rwx");
    expect(formatAcl(modifyAcl(old, acl("user:ada:rwx,mask::r--"), true))).toContain("mask::r--");
  });
});

describe("what a new path is born with", () => {
  const plain = guard("user::rwx,group::r-x,other::---");

  test("without a default ACL mode and umask decide: 0750 and 0640", () => {
    const of = (isDirectory: boolean) =>
      formatPermissions(descriptorAtBirth(plain, { isDirectory, owner: "ada" }));
    expect([of(true), of(false)]).toEqual(["rwxr-x---", "rw-r-----"]);
    const mode = parseMode("0777");
    expect(
      formatPermissions(descriptorAtBirth(plain, { isDirectory: false, owner: "ada", mode, umask: 0o057 })),
    ).toBe("rwx-w----");
  });

  test("a default ACL is inherited whatever the umask; a file loses x on owner and mask", () => {
    const parent = guard(
      "user::rwx,group::---,other::---,default:user::rwx,default:group::---,default:group:a:rwx,default:mask::rwx,default:other::---",
    );
    const directory = descriptorAtBirth(parent, { isDirectory: true, owner: "ada", umask: 0o777 });
    const file = descriptorAtBirth(parent, { isDirectory: false, owner: "ada", umask: 0o777 });
    expect(formatAcl(directory.acl)).toContain("group:a:rwx,mask::rwx,other::---,default:user::rwx");
    expect(formatAcl(file.acl)).toBe("user::rw-,group::---,group:a:rwx,mask::rw-,other::---");
    expect([file.owner, file.group]).toEqual(["ada", "staff"]);
  });
});

describe("what is malformed", () => {
  test.each([
    "",
    "asdf",
    "user::rwxx",
    "user::rw",
    "user:a b:rwx",
    "group::rwx,group::r--",
    "mask:ada:rwx",
    "default:",
    "user::rwx,",
  ])("%j is refused", (text) => {
    expect(parseAcl(text)).toBeUndefined();
  });

  test("33 entries are too many, 32 are not", () => {
    const entries = (count: number) =>
      [
        "user::rwx",
        "group::---",
        "mask::rwx",
        "other::---",
        ...Array.from({ length: count - 4 }, (_, n) => `user:u${n}:r--`),
      ].join(",");
    expect(parseAcl(entries(32))).toBeDefined();
    expect(parseAcl(entries(33))).toBeUndefined();
  });
});
