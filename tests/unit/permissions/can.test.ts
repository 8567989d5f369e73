import { describe, expect, test } from "vitest";
import type { Actor } from "#lib/auth/actor.ts";
import { organizationActions, ownActions, platformActions } from "#lib/permissions/actions.ts";
import { can, rules } from "#lib/permissions/can.ts";
import { describePermissions } from "#lib/permissions/describe-permissions.ts";

const contoso = { id: "contoso" };
const fabrikam = { id: "fabrikam" };

function actor(name: string, change: Partial<Actor>): Actor {
  return {
    brand: "actor",
    personId: name,
    tenantId: "t",
    objectId: name,
    name,
    address: `${name}@x.example`,
    isGuest: true,
    isPlatformAdmin: false,
    memberships: [],
    sessionId: null,
    ...change,
  };
}
const within = (orgRole: "admin" | "member", id = "contoso") => [
  { organizationId: id, slug: id, name: id, orgRole },
];

const consumer = actor("consumer", { memberships: within("member") });
const orgAdmin = actor("orgAdmin", { memberships: within("admin") });
const platformAdmin = actor("platformAdmin", { isPlatformAdmin: true, isGuest: false });
const stranger = actor("stranger", {});
const foreignAdmin = actor("foreignAdmin", { memberships: within("admin", "fabrikam") });
const both = actor("both", { memberships: [...within("admin"), ...within("member", "fabrikam")] });

const forEverybody = ["data.browse", "data.preview", "data.transfer", "access.request"] as const;
const forOrgAdmins = [
  "guest.invite",
  "person.add",
  "role.change",
  "folder.create",
  "grant.add",
  "grant.revoke",
  "request.decide",
  "person.list",
  "audit.read",
  "server.see",
  "server.stop",
] as const;

describe.each(forEverybody)("%s", (action) => {
  test("each of the organization's people may; a stranger and another organization's admin may not", () => {
    expect([consumer, orgAdmin, platformAdmin].map((one) => can(one, action, contoso))).toEqual([
      true,
      true,
      true,
    ]);
    expect([stranger, foreignAdmin].map((one) => can(one, action, contoso))).toEqual([false, false]);
    expect(can(consumer, action, fabrikam)).toBe(false);
  });
});

describe.each(forOrgAdmins)("%s", (action) => {
  test("the organization's admin and the platform admin may; a consumer, a stranger and a foreign admin may not", () => {
    expect([orgAdmin, platformAdmin].map((one) => can(one, action, contoso))).toEqual([true, true]);
    expect([consumer, stranger, foreignAdmin].map((one) => can(one, action, contoso))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("being admin in one organization gives nothing where one is only a member", () => {
    expect(can(both, action, contoso)).toBe(true);
    expect(can(both, action, fabrikam)).toBe(false);
  });
});

describe.each(Object.keys(ownActions) as (keyof typeof ownActions)[])("%s", (action) => {
  test("one's own, in an organization of one's own; not another's, not elsewhere, not even as platform admin", () => {
    expect(can(consumer, action, { ...contoso, ownerId: "consumer" })).toBe(true);
    expect(can(platformAdmin, action, { ...contoso, ownerId: "platformAdmin" })).toBe(true);
    expect(can(consumer, action, { ...fabrikam, ownerId: "consumer" })).toBe(false);
    for (const one of [orgAdmin, platformAdmin, foreignAdmin, stranger]) {
      expect(can(one, action, { ...contoso, ownerId: "consumer" })).toBe(false);
    }
  });
});

describe.each(Object.keys(platformActions) as (keyof typeof platformActions)[])("%s", (action) => {
  test("the platform admin may; nobody else may", () => {
    expect(can(platformAdmin, action, null)).toBe(true);
    expect([consumer, orgAdmin, foreignAdmin, stranger, both].some((one) => can(one, action, null))).toBe(
      false,
    );
  });
});

test("connecting a pipeline is the platform admin's", () => {
  expect(can(platformAdmin, "pipeline.connect", contoso)).toBe(true);
  expect([consumer, orgAdmin, foreignAdmin].some((one) => can(one, "pipeline.connect", contoso))).toBe(false);
});

test("an action that is not in the table is denied, also to the platform admin", () => {
  const unlisted = "data.steal" as "data.browse";
  expect(can(platformAdmin, unlisted, contoso)).toBe(false);
  expect(can(platformAdmin, "constructor" as "data.browse", contoso)).toBe(false);
});

test("these tests name every action of the table, and the printed table has a line for each", () => {
  const named = [...forEverybody, ...forOrgAdmins, "pipeline.connect"];
  expect(Object.keys(organizationActions).sort()).toEqual([...named].sort());
  const lines = describePermissions().split("\n");
  for (const action of rules.keys()) {
    expect(lines.filter((line) => line.includes(`\`${action}\``))).toHaveLength(1);
  }
});
