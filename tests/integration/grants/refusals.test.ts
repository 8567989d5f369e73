import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectPipeline } from "#lib/organizations/connect-pipeline.ts";
import { onboardOrganization } from "#lib/organizations/onboard-organization.ts";
import { cast, principals } from "#tests/cast.ts";
import {
  correlationId,
  must,
  type Side,
  startTwoOrganizations,
  type TwoOrganizations,
} from "#tests/integration/grants/two-organizations.ts";
import { actorOf } from "#tests/integration/organizations/story.ts";

let world: TwoOrganizations;
let dairy: Side;
let pharma: Side;

beforeAll(async () => {
  world = await startTwoOrganizations();
  ({ dairy, pharma } = world);
});

afterAll(() => world?.close());

describe("granting access", () => {
  test("makes a person of the organization a contributor where the zone is open, and is refused where it is closed", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoReader.address));
    const open = await world.grant(dairy, { folderId: dairy.curated, personId, level: "contributor" });
    expect(open).toMatchObject({ ok: true, isNew: true });
    const closed = await world.grant(dairy, { folderId: dairy.raw, personId, level: "contributor" });
    expect(closed).toEqual({ ok: false, refusal: "zone_closed" });
    expect(await world.grant(dairy, { folderId: dairy.raw, personId, level: "reader" })).toMatchObject({
      ok: true,
    });
  });

  test("given twice, also at once, is one grant and one event", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoPending.address));
    const both = await Promise.all(
      [1, 2].map(() => world.grant(dairy, { folderId: dairy.curated, personId })),
    );
    expect(both.map((result) => must(result).isNew).sort()).toEqual([false, true]);
    expect(new Set(both.map((result) => must(result).grantId)).size).toBe(1);
    expect(must(await world.grant(dairy, { folderId: dairy.curated, personId })).isNew).toBe(false);
    expect(await world.countEvents("grant.added", personId)).toBe(1);
  });

  test("with another end than the one that is there is refused as taken, and possible once that one is due", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoReader.address));
    const made = must(await world.folder(dairy, { parentId: dairy.curated, name: "For a while" }));
    const expiresAt = new Date(world.now().getTime() + 60_000);
    must(await world.grant(dairy, { folderId: made.folder.id, personId, expiresAt }));
    expect(await world.grant(dairy, { folderId: made.folder.id, personId })).toEqual({
      ok: false,
      refusal: "taken",
    });
    world.later(60_000);
    expect(await world.grant(dairy, { folderId: made.folder.id, personId })).toMatchObject({
      ok: true,
      isNew: true,
    });
    expect(await world.countEvents("grant.expired", personId)).toBe(1);
  });

  test("until a moment that has passed is refused", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoReader.address));
    expect(await world.grant(dairy, { folderId: dairy.curated, personId, expiresAt: world.now() })).toEqual({
      ok: false,
      refusal: "expired",
    });
  });

  test("on a structure-only folder is refused: it has no access groups", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoReader.address));
    const made = must(
      await world.folder(dairy, { parentId: dairy.curated, name: "Only structure", isStructureOnly: true }),
    );
    expect(await world.grant(dairy, { folderId: made.folder.id, personId })).toEqual({
      ok: false,
      refusal: "structure_only",
    });
  });

  test("to a person or on a folder of another organization is refused, whatever ids are given", async () => {
    const theirs = must(await world.add(pharma, cast.fabrikamReader.address)).personId;
    const ours = must(await world.add(dairy, cast.contosoReader.address)).personId;
    expect(await world.grant(dairy, { folderId: dairy.curated, personId: theirs })).toEqual({
      ok: false,
      refusal: "person_absent",
    });
    expect(await world.grant(dairy, { folderId: pharma.curated, personId: ours })).toEqual({
      ok: false,
      refusal: "folder_absent",
    });
    expect(
      await world.grant({ ...pharma, admin: dairy.admin }, { folderId: pharma.curated, personId: ours }),
    ).toEqual({
      ok: false,
      refusal: "not_allowed",
    });
  });

  test("by a consumer is refused, as are their folders, people and pipelines", async () => {
    const { personId } = must(await world.add(dairy, cast.contosoReader.address));
    const { id: organizationId, slug, name } = dairy.proof;
    const consumer = actorOf(cast.contosoReader, {
      personId,
      memberships: [{ organizationId, slug, name, orgRole: "member" }],
    });
    const side = { ...dairy, admin: consumer };
    const refused = { ok: false, refusal: "not_allowed" };
    expect(await world.grant(side, { folderId: dairy.curated, personId })).toEqual(refused);
    expect(await world.folder(side, { parentId: dairy.curated, name: "Mine" })).toEqual(refused);
    expect(await world.add(side, cast.contosoPending.address)).toEqual(refused);
    const pipeline = {
      organization: dairy.proof,
      name: "p",
      objectId: principals.pipeline,
      folderId: dairy.raw,
      correlationId,
    };
    expect(await connectPipeline(world.services, consumer, pipeline)).toEqual(refused);
    expect(await onboardOrganization(world.services, dairy.admin, { name: "Third", correlationId })).toEqual(
      refused,
    );
  });
});

describe("creating a folder", () => {
  test("is refused in another organization's tree, under a private one, and where the name is taken or none", async () => {
    expect(await world.folder(dairy, { parentId: pharma.curated, name: "Inside" })).toEqual({
      ok: false,
      refusal: "parent_absent",
    });
    const secret = must(
      await world.folder(dairy, { parentId: dairy.curated, name: "Secret", isPrivate: true }),
    );
    expect(await world.folder(dairy, { parentId: secret.folder.id, name: "Below" })).toEqual({
      ok: false,
      refusal: "parent_private",
    });
    expect(await world.folder(dairy, { parentId: dairy.curated, name: "Secret" })).toEqual({
      ok: false,
      refusal: "taken",
    });
    expect(await world.folder(dairy, { parentId: dairy.curated, name: "a/b" })).toEqual({
      ok: false,
      refusal: "name_invalid",
      reason: "slash-in-segment",
    });
    expect(await world.folder(dairy, { parentId: dairy.curated, name: "  " })).toMatchObject({
      refusal: "name_invalid",
    });
    expect(
      await world.folder(dairy, {
        parentId: dairy.curated,
        name: "Both",
        isPrivate: true,
        isStructureOnly: true,
      }),
    ).toEqual({
      ok: false,
      refusal: "private_without_groups",
    });
  });

  test("keeps Unicode names as typed", async () => {
    const made = must(await world.folder(dairy, { parentId: dairy.curated, name: "Käse & Söhne 🧀" }));
    expect(made.folder.path.endsWith("/Käse & Söhne 🧀")).toBe(true);
  });

  test("goes as deep as the ACL has room for, and is refused before it would not", async () => {
    let parentId = dairy.curated;
    let depth = 0;
    let refused: unknown = null;
    while (refused === null) {
      const result = await world.folder(dairy, { parentId: parentId, name: `Level ${depth + 1}` });
      if (result.ok) {
        depth += 1;
        parentId = result.folder.id;
      } else {
        refused = result;
      }
    }
    // 26 entries: the partition's two and two a level, and M on whatever has a child.
    expect(depth).toBe(12);
    expect(refused).toMatchObject({ refusal: "over_budget", budget: { max: 26 } });
  });
});

describe("onboarding", () => {
  test("of a name that is taken names the next free slug, and at once is one organization", async () => {
    expect(
      await onboardOrganization(world.services, world.operator, { name: "Contoso Dairy", correlationId }),
    ).toEqual({
      ok: false,
      refusal: "taken",
      suggestion: "contoso-dairy-2",
    });
    const both = await Promise.all(
      [1, 2].map(() => onboardOrganization(world.services, world.operator, { name: "Twice", correlationId })),
    );
    expect(both.filter((result) => result.ok)).toHaveLength(1);
  });

  test("is refused without a name and for a reserved slug", async () => {
    expect(
      await onboardOrganization(world.services, world.operator, { name: " ", correlationId }),
    ).toMatchObject({
      refusal: "name_missing",
    });
    expect(
      await onboardOrganization(world.services, world.operator, { name: "X", slug: "admin", correlationId }),
    ).toMatchObject({
      refusal: "slug_invalid",
      reason: "reserved",
    });
  });
});

describe("adding a person", () => {
  test("is refused when the directory knows no such address, or the account is switched off", async () => {
    expect(await world.add(dairy, "nobody@contoso.example")).toEqual({ ok: false, refusal: "absent" });
    expect(await world.add(dairy, cast.contosoContributor.address)).toEqual({
      ok: false,
      refusal: "disabled",
    });
  });

  test("twice is one membership and one event", async () => {
    await world.add(pharma, cast.fabrikamReader.address);
    const { personId, isNew } = must(await world.add(pharma, cast.fabrikamReader.address));
    expect(isNew).toBe(false);
    expect(await world.countEvents("membership.added", personId)).toBe(1);
  });
});
