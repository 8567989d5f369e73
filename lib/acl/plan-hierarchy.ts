import type { CompiledDirectory } from "#lib/acl/compile.ts";
import type { AclEntry } from "#lib/acl/entry.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { type ItemPlanResult, type PlannedChange, type PlanPolicy, planItem } from "#lib/acl/plan.ts";

/** Desired against observed for a partition's managed directories. */
export type HierarchyPlan = {
  /** Directories that the lake does not have: born with this ACL, parents first. */
  readonly missing: readonly CompiledDirectory[];
  readonly plans: readonly ItemPlanResult[];
  /** Ids whose bits grow or shrink somewhere, with the paths: who gains and who loses. */
  readonly gains: ReadonlyMap<string, readonly string[]>;
  readonly losses: ReadonlyMap<string, readonly string[]>;
};

/**
 * Plans every managed directory, owned by the lake identity, against what was observed at its path.
 * Directories in sync have a plan without changes.
 */
export function planHierarchy(
  desired: readonly CompiledDirectory[],
  observed: ReadonlyMap<string, PathState>,
  policy: PlanPolicy & { readonly lakeIdentity: string },
): HierarchyPlan {
  const missing = desired.filter(({ path }) => !observed.has(path));
  const plans = desired.flatMap((directory) => {
    const state = observed.get(directory.path);
    return state ? [planItem({ ...directory, owner: policy.lakeIdentity }, state, policy)] : [];
  });
  return { missing, plans, gains: collect(plans, entryThatGains), losses: collect(plans, entryThatLoses) };
}

function collect(
  plans: readonly ItemPlanResult[],
  pick: (change: PlannedChange) => AclEntry | null,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const plan of plans) {
    if (!plan.ok) continue;
    for (const entry of plan.changes.map(pick)) {
      if (!entry?.qualifier || entry.scope !== "access") continue;
      found.set(entry.qualifier, [...(found.get(entry.qualifier) ?? []), plan.path]);
    }
  }
  return found;
}

/** A new or lifted entry; removing a person's stop counts as theirs to gain. */
function entryThatGains(change: PlannedChange): AclEntry | null {
  if (change.kind === "add-entry") return change.entry.bits > 0 ? change.entry : null;
  if (change.kind === "remove-entry") return isStop(change.entry) ? change.entry : null;
  if (change.kind !== "change-entry") return null;
  return (change.entry.bits & ~change.observed.bits) > 0 ? change.entry : null;
}

function entryThatLoses(change: PlannedChange): AclEntry | null {
  if (change.kind === "add-entry") return isStop(change.entry) ? change.entry : null;
  if (change.kind === "remove-entry") return change.entry.bits > 0 ? change.entry : null;
  if (change.kind !== "change-entry") return null;
  return (change.observed.bits & ~change.entry.bits) > 0 ? change.entry : null;
}

function isStop(entry: AclEntry): boolean {
  return entry.tag === "user" && entry.bits === 0;
}
