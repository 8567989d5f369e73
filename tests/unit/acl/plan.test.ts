import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileDirectory } from "#lib/acl/compile.ts";
import { type Acl, findEntry, isNamed, type Qualifier } from "#lib/acl/entry.ts";
import { formatAcl, formatEntry } from "#lib/acl/format.ts";
import { parseAcl, parseEntries } from "#lib/acl/parse.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { type DesiredItem, type ItemPlan, type ItemPlanResult, isSameAcl, planItem } from "#lib/acl/plan.ts";
import { planHierarchy } from "#lib/acl/plan-hierarchy.ts";
import { anyAcl, groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

const lakeIdentity = idOf(0xfeed);
const own = groupsOf(1);
const members = idOf(0x11);
const stopped = idOf(0x12);
const stranger = idOf(0x99);
const ours = new Set<string>([own.reader, own.contributor, members, stopped]);
const keep = { ours, foreign: "keep" } as const;
const drop = { ours, foreign: "drop" } as const;

function compiled(rest: { isSuspended?: boolean; stops?: readonly Qualifier[] } = {}) {
  const result = compileDirectory({
    kind: "partition",
    path: "p",
    own,
    members,
    stops: [],
    isSuspended: false,
    ...rest,
  });
  if (!result.ok) throw new Error("refused");
  return { ...result.directory, owner: lakeIdentity };
}

const partition = compiled();
const inSync: PathState = {
  path: "p",
  isDirectory: true,
  acl: partition.acl,
  owner: lakeIdentity,
  group: lakeIdentity,
  isSticky: true,
};

function entries(text: string): Acl {
  const parsed = parseEntries(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.acl;
}

function planned(result: ItemPlanResult): ItemPlan {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result;
}

describe("planning one item", () => {
  test("what stands as desired needs no call, whatever the order of its entries", () => {
    const observed = { ...inSync, acl: partition.acl.toReversed() };
    expect(planItem(partition, observed, keep)).toEqual({
      ok: true,
      path: "p",
      changes: [],
      foreign: [],
      writes: [],
    });
  });

  test("a missing, a wrong and an obsolete entry of ours are one ACL call with an explicit mask, and the sticky bit again", () => {
    const acl = [
      ...partition.acl.filter((entry) => entry.qualifier !== own.reader && entry.tag !== "mask"),
      ...entries(`mask::r-x,default:mask::rwx,default:group:${own.reader}:r-x,user:${stopped}:---`),
    ];
    const plan = planned(planItem(partition, { ...inSync, acl }, keep));
    expect(
      plan.changes.map((change) =>
        "entry" in change ? `${change.kind} ${formatEntry(change.entry)}` : change.kind,
      ),
    ).toEqual([
      `add-entry group:${own.reader}:r-x`,
      "change-entry mask::rwx",
      `remove-entry user:${stopped}:---`,
    ]);
    expect(plan.writes).toEqual([
      { kind: "acl", path: "p", aclText: partition.aclText },
      { kind: "permissions", path: "p", permissionsText: "rwxrwx--T" },
    ]);
    expect(plan.foreign).toEqual([]);
  });

  test("a foreign entry is named and kept beside ours, or named and dropped", () => {
    const strange = entries(`user:${stranger}:rwx,default:user:${stranger}:rwx`);
    const observed = { ...inSync, acl: [...partition.acl, ...strange] };
    expect(planItem(partition, observed, keep)).toMatchObject({ changes: [], writes: [], foreign: strange });
    const dropped = planned(planItem(partition, observed, drop));
    expect(dropped.foreign).toEqual(strange);
    expect(dropped.changes).toEqual(
      strange.map((entry) => ({ kind: "remove-entry", entry, isForeign: true })),
    );
    expect(dropped.writes[0]).toEqual({ kind: "acl", path: "p", aclText: partition.aclText });
  });

  test("a kept foreign entry survives when ours are written", () => {
    const observed = {
      ...inSync,
      acl: [
        ...entries(`group:${stranger}:r--`),
        ...partition.acl.filter((entry) => entry.qualifier !== members),
      ],
    };
    const plan = planned(planItem(partition, observed, keep));
    const text = plan.writes.find((write) => write.kind === "acl")?.aclText ?? "";
    expect(text).toContain(`group:${stranger}:r--`);
    expect(text).toContain(`group:${members}:--x`);
  });

  test("a stop set during a suspension keeps mask::---", () => {
    const desired = compiled({ isSuspended: true, stops: [stopped] });
    const observed = { ...inSync, acl: compiled({ isSuspended: true }).acl };
    const plan = planned(planItem(desired, observed, keep));
    expect(plan.changes).toMatchObject([{ kind: "add-entry", entry: { qualifier: stopped, bits: 0 } }]);
    expect(plan.writes).toEqual([
      { kind: "acl", path: "p", aclText: desired.aclText },
      { kind: "permissions", path: "p", permissionsText: "rwx-----T" },
    ]);
    expect(desired.aclText).toContain(`user:${stopped}:---`);
    expect(desired.aclText).toContain(",mask::---,");
  });

  test("owner and sticky bit are calls of their own, the owner first", () => {
    const plan = planned(planItem(partition, { ...inSync, owner: stranger, isSticky: false }, keep));
    expect(plan.writes).toEqual([
      { kind: "owner", path: "p", owner: lakeIdentity },
      { kind: "permissions", path: "p", permissionsText: "rwxrwx--T" },
    ]);
  });

  test("a sticky bit that does not belong there goes, and only it", () => {
    const desired: DesiredItem = { ...partition, isSticky: false, owner: null };
    expect(planned(planItem(desired, { ...inSync, owner: stranger }, keep)).writes).toEqual([
      { kind: "permissions", path: "p", permissionsText: "rwxrwx---" },
    ]);
  });

  test("a file as it was born is expected, not drift", () => {
    const file: DesiredItem = { path: "p/f", acl: partition.fileAcl, isSticky: false, owner: null };
    const observed = {
      ...inSync,
      path: "p/f",
      isDirectory: false,
      acl: partition.fileAcl,
      isSticky: false,
      owner: stranger,
    };
    expect(planned(planItem(file, observed, keep)).changes).toEqual([]);
  });

  test("foreign entries that would push the ACL over 32 are refused by name, dropping them is not", () => {
    const crowd = Array.from({ length: 26 }, (_, n) => `user:${idOf(0x5000 + n)}:r-x`).join(",");
    const observed = { ...inSync, acl: [...partition.acl, ...entries(crowd)] };
    expect(planItem(partition, observed, keep)).toMatchObject({
      ok: false,
      refusal: { kind: "over-budget", path: "p", scope: "access", needed: 33, max: 32 },
      foreign: { length: 26 },
    });
    expect(planItem(partition, observed, drop).ok).toBe(true);
  });

  test("the plan's ACL call brings any observed ACL to the desired one, foreign entries kept or not, and then plans nothing", () => {
    fc.assert(
      fc.property(anyAcl, fc.constantFrom(keep, drop), (acl, policy) => {
        const result = planItem(partition, { ...inSync, acl }, policy);
        if (!result.ok) return;
        const write = result.writes.find((each) => each.kind === "acl");
        const after = write ? parseAcl(write.aclText) : { ok: true as const, acl };
        if (!after.ok) throw new Error(after.reason);
        const rest = after.acl.filter((entry) => !findEntry(partition.acl, entry));
        expect(isSameAcl(rest, policy.foreign === "keep" ? result.foreign : [])).toBe(true);
        expect(result.foreign.every(isNamed)).toBe(true);
        expect(planned(planItem(partition, { ...inSync, acl: after.acl }, policy)).writes).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("two ACLs are the same only with the same bits and the same entries", () => {
    const acl = entries("user::rwx,group::r-x,other::---");
    expect(isSameAcl(acl, entries("other::---,user::rwx,group::r-x"))).toBe(true);
    expect(isSameAcl(acl, entries("user::rwx,group::r--,other::---"))).toBe(false);
    expect(isSameAcl(acl, entries("user::rwx,group::r-x,other::---,mask::rwx"))).toBe(false);
    expect(formatAcl(acl)).toBe("user::rwx,group::r-x,other::---");
  });
});

describe("planning a hierarchy", () => {
  const policy = { ...drop, lakeIdentity };

  test("names what the lake lacks, and who gains and loses where", () => {
    const acl = [
      ...partition.acl.filter((entry) => entry.qualifier !== own.reader),
      ...entries(`user:${stopped}:---,user:${stranger}:rwx`),
    ];
    const line = { ...partition, path: "p/line" };
    const plan = planHierarchy([partition, line], new Map([["p", { ...inSync, acl }]]), policy);
    expect(plan.missing.map(({ path }) => path)).toEqual(["p/line"]);
    expect([...plan.gains]).toEqual([
      [own.reader, ["p"]],
      [stopped, ["p"]],
    ]);
    expect([...plan.losses]).toEqual([[stranger, ["p"]]]);
  });

  test("a partition in sync plans nothing", () => {
    const plan = planHierarchy([partition], new Map([["p", inSync]]), policy);
    expect(plan).toMatchObject({ missing: [], plans: [{ ok: true, changes: [], writes: [] }] });
    expect([plan.gains.size, plan.losses.size]).toEqual([0, 0]);
  });
});
