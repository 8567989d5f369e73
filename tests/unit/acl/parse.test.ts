import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aclEntriesMax, inServiceOrder } from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import { type MalformedAcl, parseAcl, parseEntries } from "#lib/acl/parse.ts";
import { anyAcl, idOf } from "#tests/unit/acl/arbitraries.ts";

describe("reading and writing ACL text", () => {
  test("every complete ACL survives format and parse unchanged", () => {
    fc.assert(
      fc.property(anyAcl, (acl) => {
        expect(parseAcl(formatAcl(acl))).toEqual({ ok: true, acl });
      }),
      { numRuns: 500 },
    );
  });

  test("a text in the lake's order survives parse and format to the letter", () => {
    fc.assert(
      fc.property(anyAcl, (acl) => {
        const text = formatAcl(acl);
        const parsed = parseAcl(text);
        expect(parsed.ok && formatAcl(parsed.acl)).toBe(text);
      }),
    );
  });

  test("entries sent in any order are written in the order that was recorded", () => {
    fc.assert(
      fc.property(
        anyAcl.chain((acl) => fc.shuffledSubarray([...acl], { minLength: acl.length })),
        (shuffled) => {
          const ranks = inServiceOrder(shuffled).map(
            ({ scope, tag, qualifier }) => `${scope} ${tag} ${qualifier !== null}`,
          );
          const order = ["user false", "user true", "group false", "group true", "mask false", "other false"];
          const expected = ["access", "default"].flatMap((scope) =>
            order.flatMap((kind) => ranks.filter((rank) => rank === `${scope} ${kind}`)),
          );
          expect(ranks).toEqual(expected);
        },
      ),
    );
  });

  test.each([
    "user::rwx,user:00000000-0000-4000-8000-000000000001:rwx,group::r--,mask::rwx,other::---",
    "user::rwx,group::r--,mask::rwx,other::---",
    "user::rw-,group::r--,other::---",
    "user::--x,group::--x,other::--x",
  ])("the recorded value %s is read and written back", (text) => {
    const parsed = parseAcl(text);
    expect(parsed.ok && formatAcl(parsed.acl)).toBe(text);
  });

  test("a list to merge need not be complete, an item's ACL must be", () => {
    const text = `default:user:${idOf(1)}:rwx`;
    expect(parseEntries(text).ok).toBe(true);
    expect(parseAcl(text)).toEqual({ ok: false, position: text.length, reason: "missing-base-entry" });
  });
});

describe("malformed ACL text is refused with its position", () => {
  const user = `user:${idOf(1)}`;
  const cases: readonly (readonly [string, number, MalformedAcl["reason"]])[] = [
    ["", 0, "empty-entry"],
    ["asdf", 4, "wrong-number-of-parts"],
    ["user::rwx,", 10, "empty-entry"],
    [",user::rwx", 0, "empty-entry"],
    ["user::rwx, group::r-x", 10, "unknown-tag"],
    ["User::rwx", 0, "unknown-tag"],
    ["default:owner::rwx", 8, "unknown-tag"],
    ["access:user::rwx", 0, "unknown-scope"],
    ["user::rwx,group:rwx", 19, "wrong-number-of-parts"],
    ["default:user::rwx:x", 19, "wrong-number-of-parts"],
    ["user::rwx,mask:abc:rwx", 15, "qualifier-not-allowed"],
    [`user::rwx,other:${idOf(1)}:rwx`, 16, "qualifier-not-allowed"],
    ["user:bob:rwx", 5, "bad-qualifier"],
    ["user::rwx,group:0000-0000:r-x", 16, "bad-qualifier"],
    ["user::rwxx", 9, "bad-permissions"],
    ["user::rw", 8, "bad-permissions"],
    ["user::", 6, "bad-permissions"],
    ["user::xwr", 6, "bad-permissions"],
    ["user::rwt", 8, "bad-permissions"],
    [`user::rwx,${user}:rw?`, 10 + user.length + 3, "bad-permissions"],
    ["user::rwx,user::r-x", 10, "duplicate-entry"],
    [`${user}:rwx,${user.toUpperCase().replace("USER", "user")}:---`, user.length + 5, "duplicate-entry"],
    ["user::rwx,group::r-x,mask::rwx", 30, "missing-base-entry"],
    ["user::rwx,group::r-x,other::---,default:user::rwx", 49, "missing-base-entry"],
    ["user::rwx\n,group::r-x,other::---", 9, "bad-permissions"],
  ];

  test.each(cases)("%j at %i: %s", (text, position, reason) => {
    expect(parseAcl(text)).toEqual({ ok: false, position, reason });
  });

  test("the 33rd entry of a scope is one too many, the 32nd is not", () => {
    const named = Array.from({ length: aclEntriesMax - 4 }, (_, n) => `group:${idOf(n)}:r-x`);
    const full = ["user::rwx", "group::---", ...named, "mask::rwx", "other::---"].join(",");
    expect(parseAcl(full).ok).toBe(true);
    expect(parseAcl(`${full},group:${idOf(99)}:r-x`)).toEqual({
      ok: false,
      position: full.length + 1,
      reason: "too-many-entries",
    });
  });

  test("no text makes the parser throw, and a refusal's position lies inside the text", () => {
    const piece = fc.constantFrom(
      "user",
      "group",
      "default",
      ":",
      ",",
      "rwx",
      "r-",
      "mask",
      "::",
      idOf(1),
      "\u0000",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join("")),
        ),
        (text) => {
          const parsed = parseAcl(text);
          if (!parsed.ok) expect(parsed.position).toBeLessThanOrEqual(text.length);
          if (parsed.ok) expect(parseAcl(formatAcl(parsed.acl)).ok).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
