import { describe, expect, test } from "vitest";
import type { Qualifier } from "#lib/acl/entry.ts";
import { type HierarchyFolder, shapeHierarchy } from "#lib/acl/hierarchy.ts";
import { placeStop, stopsToLift } from "#lib/acl/stop.ts";
import { groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

const ada = idOf(1);

function folder(id: string, parentId: string | null, rest: Partial<HierarchyFolder> = {}): HierarchyFolder {
  return { id, parentId, name: id, own: groupsOf(id.charCodeAt(0)), isPrivate: false, stops: [], ...rest };
}

/** partition > site > (line, vault private, other). */
function directories(
  rest: Record<string, Partial<HierarchyFolder>> = {},
  partitionStops: readonly Qualifier[] = [],
) {
  const shaped = shapeHierarchy({
    partition: { path: "p", own: groupsOf(1), members: idOf(9), stops: partitionStops, isSuspended: false },
    folders: [
      folder("site", null, rest.site),
      folder("line", "site", { own: groupsOf(7), ...rest.line }),
      folder("vault", "site", { isPrivate: true, ...rest.vault }),
      folder("other", "site", rest.other),
    ],
  });
  if (!shaped.ok) throw new Error(JSON.stringify(shaped.refusal));
  return shaped.directories;
}

const crowd = (count: number) => Array.from({ length: count }, (_, n) => idOf(0x500 + n));

describe("where a stop entry goes", () => {
  test("on the folder, when nothing is left of the person's grants there", () => {
    const placement = { kind: "stop", id: "line", path: "p/site/line" };
    expect(placeStop(directories(), { folderId: "line", remaining: [] })).toEqual(placement);
    expect(placeStop(directories(), { folderId: "line", remaining: ["other", "vault"] })).toEqual(placement);
  });

  test("nowhere, when a remaining grant is on it, below it, or above it and taken by it", () => {
    expect(placeStop(directories(), { folderId: "line", remaining: ["line"] })).toEqual({
      kind: "remaining-grant",
    });
    expect(placeStop(directories(), { folderId: "site", remaining: ["line"] })).toEqual({
      kind: "remaining-grant",
    });
    expect(placeStop(directories(), { folderId: "site", remaining: ["vault"] })).toEqual({
      kind: "remaining-grant",
    });
    expect(placeStop(directories(), { folderId: "line", remaining: [null] })).toEqual({
      kind: "remaining-grant",
    });
  });

  test("on a private folder also beside a grant above, which it does not take", () => {
    expect(placeStop(directories(), { folderId: "vault", remaining: ["site", null] })).toEqual({
      kind: "stop",
      id: "vault",
      path: "p/site/vault",
    });
  });

  test("on the partition, when a person is removed", () => {
    expect(placeStop(directories(), { folderId: null, remaining: [] })).toEqual({
      kind: "stop",
      id: null,
      path: "p",
    });
  });

  test("on the nearest ancestor through which nothing is kept, when the folder's slots are taken", () => {
    const full = { line: { stops: crowd(22) } };
    expect(placeStop(directories(full), { folderId: "line", remaining: [] })).toMatchObject({
      kind: "stop",
      id: "site",
    });
    expect(placeStop(directories(full), { folderId: "line", remaining: ["other"] })).toEqual({
      kind: "no-slot",
    });
    const siteFull = { ...full, site: { stops: crowd(23) } };
    expect(placeStop(directories(siteFull), { folderId: "line", remaining: [] })).toMatchObject({
      kind: "stop",
      id: null,
    });
    expect(placeStop(directories(siteFull, crowd(25)), { folderId: "line", remaining: [] })).toEqual({
      kind: "no-slot",
    });
  });

  test("not beside so many foreign entries that no slot is left", () => {
    const foreignAt = (path: string) => ({ access: path === "p/site/line" ? 22 : 0, default: 0 });
    expect(placeStop(directories(), { folderId: "line", remaining: [] }, foreignAt)).toMatchObject({
      id: "site",
    });
  });

  test("a folder that is not in the hierarchy has no place for one", () => {
    expect(placeStop(directories(), { folderId: "gone", remaining: [] })).toEqual({ kind: "unknown-folder" });
  });
});

describe("which stops a new grant lifts", () => {
  const everywhere = Object.fromEntries(
    ["site", "line", "vault", "other"].map((id) => [id, { stops: [ada, idOf(2)] }]),
  );
  const lifted = (folderId: string | null) =>
    stopsToLift(directories(everywhere, [ada]), { folderId, personId: ada }).map(({ id }) => id);

  test("those on the folder, on the way to it and on what takes its access, and no others", () => {
    expect(lifted("line")).toEqual([null, "site", "line"]);
    expect(lifted("site")).toEqual([null, "site", "line", "other"]);
    expect(lifted("vault")).toEqual([null, "site", "vault"]);
    expect(lifted(null)).toEqual([null, "site", "line", "other"]);
    expect(lifted("gone")).toEqual([]);
  });

  test("nobody else's", () => {
    expect(stopsToLift(directories(everywhere), { folderId: "line", personId: idOf(3) })).toEqual([]);
  });
});
