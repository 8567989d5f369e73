import { expect, test } from "vitest";
import { membersGroupName } from "#lib/organizations/members-group.ts";

test("an organization's members group has one opaque name, made from its id alone", () => {
  const name = membersGroupName("01a1ffad-6211-79a1-b4a9-baa916e44847");
  expect(name).toMatch(/^lp-[0-9a-hjkmnp-tv-z]{26}$/);
  expect(membersGroupName("01a1ffad-6211-79a1-b4a9-baa916e44847")).toBe(name);
});

test("ids that differ in one bit have different names, the smallest and the largest included", () => {
  const ids = [
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000001",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "ffffffff-ffff-ffff-ffff-fffffffffffe",
  ];
  expect(new Set(ids.map(membersGroupName)).size).toBe(ids.length);
});
