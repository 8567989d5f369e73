import type { OverBudget } from "#lib/acl/budget.ts";
import {
  type Acl,
  type AclEntry,
  aclEntriesMax,
  entriesOfScope,
  findEntry,
  inServiceOrder,
  isNamed,
  isSameKey,
  isSameQualifier,
  type Scope,
} from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { formatPermissions, permissionsOfAcl } from "#lib/acl/permissions.ts";

/** How an item has to stand; a `CompiledDirectory` with its owner fits, and so does a file with its ACL. */
export type DesiredItem = {
  readonly path: string;
  readonly acl: Acl;
  readonly isSticky: boolean;
  /** Null where any owner is right. */
  readonly owner: string | null;
};

export type PlanPolicy = {
  /** Ids that the portal itself puts into entries: its groups, and people it stops. */
  readonly ours: ReadonlySet<string>;
  /** What happens to named entries of others: stay beside ours, or go. */
  readonly foreign: "keep" | "drop";
};

/** One difference between what is wanted and what is. */
export type PlannedChange =
  | { readonly kind: "add-entry"; readonly entry: AclEntry }
  | { readonly kind: "change-entry"; readonly entry: AclEntry; readonly observed: AclEntry }
  | { readonly kind: "remove-entry"; readonly entry: AclEntry; readonly isForeign: boolean }
  | { readonly kind: "set-owner"; readonly owner: string; readonly observed: string }
  | { readonly kind: "set-sticky"; readonly isSticky: boolean };

/** One call to the lake, in order; the ACL always carries its mask (domain.md, rule 7). */
export type LakeWrite =
  | { readonly kind: "owner"; readonly path: string; readonly owner: string }
  | { readonly kind: "acl"; readonly path: string; readonly aclText: string }
  | { readonly kind: "permissions"; readonly path: string; readonly permissionsText: string };

export type ItemPlan = {
  readonly ok: true;
  readonly path: string;
  readonly changes: readonly PlannedChange[];
  /** Named entries that the portal did not put there, kept or not: for the report. */
  readonly foreign: Acl;
  readonly writes: readonly LakeWrite[];
};

export type ItemPlanResult =
  | ItemPlan
  | { readonly ok: false; readonly refusal: OverBudget; readonly foreign: Acl };

/**
 * What has to change so that an item stands as desired. Base entries and the mask are the portal's; named
 * entries are its own when their id is, else foreign. Refuses an ACL that kept foreign entries would push
 * over 32 entries of a scope.
 */
export function planItem(desired: DesiredItem, observed: PathState, policy: PlanPolicy): ItemPlanResult {
  const surplus = observed.acl.filter((entry) => !findEntry(desired.acl, entry));
  const foreign = surplus.filter((entry) => isForeign(entry, policy.ours));
  const kept = policy.foreign === "keep" ? foreign : [];
  const target = inServiceOrder([...desired.acl, ...kept]);
  const refusal = findOverfull(desired.path, target);
  if (refusal) return { ok: false, refusal, foreign };
  const removed = surplus.filter((entry) => !findEntry(kept, entry));
  const entryChanges: readonly PlannedChange[] = [
    ...missingOrDifferent(desired.acl, observed.acl),
    ...removed.map((entry) => ({ kind: "remove-entry", entry, isForeign: foreign.includes(entry) }) as const),
  ];
  const changes = [...entryChanges, ...modeChanges(desired, observed)];
  const writes = writesFor(changes, { ...desired, acl: target });
  return { ok: true, path: desired.path, changes, foreign, writes };
}

/** Whether two ACLs say the same, whatever the order of their entries. */
export function isSameAcl(left: Acl, right: Acl): boolean {
  const isIn = (acl: Acl) => (entry: AclEntry) => findEntry(acl, entry)?.bits === entry.bits;
  return left.length === right.length && left.every(isIn(right)) && right.every(isIn(left));
}

function isForeign(entry: AclEntry, ours: ReadonlySet<string>): boolean {
  return isNamed(entry) && !ours.has(entry.qualifier) && !ours.has(entry.qualifier.toLowerCase());
}

function missingOrDifferent(desired: Acl, observed: Acl): readonly PlannedChange[] {
  return desired.flatMap((entry): readonly PlannedChange[] => {
    const found = observed.find((other) => isSameKey(other, entry));
    if (!found) return [{ kind: "add-entry", entry }];
    return found.bits === entry.bits ? [] : [{ kind: "change-entry", entry, observed: found }];
  });
}

function modeChanges(desired: DesiredItem, observed: PathState): readonly PlannedChange[] {
  const { owner, isSticky } = desired;
  const isOwned = owner === null || isSameQualifier(owner, observed.owner);
  return [
    ...(isOwned ? [] : [{ kind: "set-owner", owner, observed: observed.owner } as const]),
    ...(isSticky === observed.isSticky ? [] : [{ kind: "set-sticky", isSticky } as const]),
  ];
}

function writesFor(changes: readonly PlannedChange[], desired: DesiredItem): readonly LakeWrite[] {
  const { path, acl, isSticky } = desired;
  const owner = changes.find((change) => change.kind === "set-owner");
  const hasAclWrite = changes.some((change) => change.kind.endsWith("-entry"));
  const hasModeWrite = changes.some((change) => change.kind === "set-sticky");
  const isStickyAtRisk = hasAclWrite && isSticky && canAclWriteDropSticky();
  const permissions = { ...permissionsOfAcl(acl, isSticky), isExtended: false };
  return [
    ...(owner ? [{ kind: "owner", path, owner: owner.owner } as const] : []),
    ...(hasAclWrite ? [{ kind: "acl", path, aclText: formatAcl(acl) } as const] : []),
    ...(hasModeWrite || isStickyAtRisk
      ? [{ kind: "permissions", path, permissionsText: formatPermissions(permissions) } as const]
      : []),
  ];
}

/**
 * Doubtful: whether setting `x-ms-acl` clears the sticky bit, which an ACL text cannot carry. No recording
 * has a sticky directory whose ACL is set (recorded-cases.md, 2026-11-21), so the bit is written again.
 */
function canAclWriteDropSticky(): boolean {
  return true;
}

function findOverfull(path: string, acl: Acl): OverBudget | null {
  const scopes: readonly Scope[] = ["access", "default"];
  for (const scope of scopes) {
    const needed = entriesOfScope(acl, scope).length;
    if (needed > aclEntriesMax) return { kind: "over-budget", path, scope, needed, max: aclEntriesMax };
  }
  return null;
}
