import { describe, expect, test } from "vitest";
import type { GrantedFolder, ManagedFolder } from "#lib/browsing/browsing.ts";
import { namesBelow } from "#lib/browsing/data-url.ts";
import { feltBy, type GrantRow, mergeGranted, reachOf } from "#lib/browsing/judge-reach.ts";

const at = new Date("2026-11-21T10:00:00Z");
const folder = (id: string, isPrivate = false): ManagedFolder => ({ id, name: id, path: id, isPrivate });
const grant = (folderId: string, level: GrantRow["level"], expiresAt: Date | null = null): GrantRow => ({
  folderId,
  level,
  expiresAt,
  createdAt: at,
});

describe("through which grant a place is reached", () => {
  test("a grant on an ancestor leads to everything below", () => {
    const reach = reachOf([folder("partition"), folder("site"), folder("line")], [grant("site", "reader")]);
    expect(reach).toMatchObject({ level: "reader", folderName: "site" });
  });

  test("of several grants the higher level counts", () => {
    const chain = [folder("partition"), folder("site")];
    expect(reachOf(chain, [grant("partition", "reader"), grant("site", "contributor")])?.level).toBe(
      "contributor",
    );
  });

  test("a private folder does not take its ancestors' access", () => {
    const chain = [folder("partition"), folder("private", true)];
    expect(reachOf(chain, [grant("partition", "contributor")])).toBeNull();
    expect(reachOf(chain, [grant("private", "reader")])?.level).toBe("reader");
  });

  test("no grant, no reach", () => {
    expect(reachOf([folder("partition")], [])).toBeNull();
    expect(reachOf([folder("partition")], [grant("elsewhere", "reader")])).toBeNull();
  });
});

describe("granted folders", () => {
  const granted = (path: string, more: Partial<GrantedFolder> = {}): GrantedFolder => ({
    organization: { slug: "contoso-dairy", name: "Contoso Dairy" },
    zone: "curated",
    zoneTitle: "Curated",
    path,
    names: namesBelow("p", path),
    name: path,
    level: "reader",
    expiresAt: null,
    grantedAt: at,
    url: "",
    isTop: true,
    ...more,
  });

  test("only folders without a granted ancestor in the same zone are on top", () => {
    const merged = mergeGranted([
      granted("p/a"),
      granted("p/a/b"),
      granted("p/ab"),
      granted("p/a/c", { zone: "raw" }),
    ]);
    expect(merged.map((one) => [one.zone, one.path, one.isTop])).toEqual([
      ["curated", "p/a", true],
      ["curated", "p/a/b", false],
      ["curated", "p/ab", true],
      ["raw", "p/a/c", true],
    ]);
  });

  test("two grants on one folder are one line: the higher level, then the longer time", () => {
    const soon = new Date("2026-12-01T00:00:00Z");
    const later = new Date("2027-12-01T00:00:00Z");
    expect(
      mergeGranted([granted("p/a"), granted("p/a", { level: "contributor", expiresAt: soon })]),
    ).toMatchObject([{ level: "contributor", expiresAt: soon }]);
    expect(
      mergeGranted([granted("p/a", { expiresAt: soon }), granted("p/a", { expiresAt: later })]),
    ).toMatchObject([{ expiresAt: later }]);
    expect(mergeGranted([granted("p/a", { expiresAt: later }), granted("p/a")])).toMatchObject([
      { expiresAt: null },
    ]);
  });
});

test("a grant is given 75 minutes to be felt", () => {
  expect(feltBy(at).toISOString()).toBe("2026-11-21T11:15:00.000Z");
});
