import { groupsOn, type ManagedDirectory, membersOn } from "#lib/acl/directory.ts";
import { aclEntriesMax } from "#lib/acl/entry.ts";

/** 28: what 32 leave besides user::, group::, mask:: and other:: (ADLS ACL limits, 2026-11). */
export const namedEntriesMax = aclEntriesMax - 4;

/** Slots that grants never take, so that a revocation can bite at once (domain.md, rule 5). */
export const stopEntriesKept = 2;

/** 26: named entries that groups may take; what a screen shows as `9 of 26`. */
export const grantableEntriesMax = namedEntriesMax - stopEntriesKept;

/** A managed level puts R and C on itself and on every folder below. */
export const entriesPerLevel = 2;

/** How many entries a managed directory takes, and what is left. */
export type AclBudget = {
  /** Access groups and the members group on the access ACL, foreign entries included. */
  readonly used: number;
  readonly usedMax: number;
  readonly stops: number;
  /** Further people who can be stopped here: kept slots and any free one. */
  readonly stopsFree: number;
  /** Named entries of the default ACL: the access groups, without members group and stops. */
  readonly defaultUsed: number;
  readonly defaultUsedMax: number;
};

export type OverBudget = {
  readonly kind: "over-budget";
  readonly path: string;
  readonly scope: "access" | "default" | "stops";
  readonly needed: number;
  readonly max: number;
};

/** Named entries found on a directory that the portal did not put there and keeps. */
export type ForeignCount = { readonly access: number; readonly default: number };

const noForeign: ForeignCount = { access: 0, default: 0 };

/** The entries that a directory takes; figures can exceed their maximum, `findOverBudget` judges them. */
export function budgetOf(directory: ManagedDirectory, foreign: ForeignCount = noForeign): AclBudget {
  const groups = groupsOn(directory).length * entriesPerLevel;
  const used = groups + (membersOn(directory) ? 1 : 0) + foreign.access;
  const stops = new Set(directory.stops).size;
  return {
    used,
    usedMax: grantableEntriesMax,
    stops,
    stopsFree: Math.max(0, namedEntriesMax - used - stops),
    defaultUsed: groups + foreign.default,
    defaultUsedMax: namedEntriesMax,
  };
}

/** Why a directory cannot be written within the lake's limit and the two kept slots, or null. */
export function findOverBudget(
  directory: ManagedDirectory,
  foreign: ForeignCount = noForeign,
): OverBudget | null {
  const budget = budgetOf(directory, foreign);
  const refuse = (scope: OverBudget["scope"], needed: number, max: number): OverBudget | null =>
    needed > max ? { kind: "over-budget", path: directory.path, scope, needed, max } : null;
  return (
    refuse("access", budget.used, budget.usedMax) ??
    refuse("default", budget.defaultUsed, budget.defaultUsedMax) ??
    refuse("stops", budget.stops, namedEntriesMax - budget.used)
  );
}

/** What someone may want to do to a directory next. */
export type BudgetStep = "child-folder" | "structure-only-child" | "private-child" | "stop";

/** The budget of a directory after a step, and of the child that the step makes (null for a stop). */
export type BudgetAfter = {
  readonly directory: AclBudget;
  readonly child: AclBudget | null;
  readonly refusal: OverBudget | null;
};

/**
 * What one more level, private folder or stop costs: the first child puts M on a leaf, a folder takes R and C
 * of its own beside what it inherits, a private one only its own two, a stop one free slot. A private
 * directory takes no child; asking is answered with its unchanged budget and a refusal of zero slots.
 */
export function budgetAfter(
  directory: ManagedDirectory,
  step: BudgetStep,
  foreign: ForeignCount = noForeign,
): BudgetAfter {
  const now = budgetOf(directory, foreign);
  const after = step === "stop" ? withStop(now) : withMembers(now, directory);
  const child = step === "stop" ? null : childBudget(directory, step);
  return { directory: after, child, refusal: judgeStep(directory, after, child) };
}

function withStop(budget: AclBudget): AclBudget {
  return { ...budget, stops: budget.stops + 1, stopsFree: budget.stopsFree - 1 };
}

function withMembers(budget: AclBudget, directory: ManagedDirectory): AclBudget {
  if (directory.kind !== "leaf") return budget;
  return { ...budget, used: budget.used + 1, stopsFree: budget.stopsFree - 1 };
}

function childBudget(directory: ManagedDirectory, step: Exclude<BudgetStep, "stop">): AclBudget {
  const inherited = step === "private-child" ? 0 : groupsOn(directory).length * entriesPerLevel;
  const used = inherited + (step === "structure-only-child" ? 0 : entriesPerLevel);
  return {
    used,
    usedMax: grantableEntriesMax,
    stops: 0,
    stopsFree: Math.max(0, namedEntriesMax - used),
    defaultUsed: used,
    defaultUsedMax: namedEntriesMax,
  };
}

function judgeStep(
  directory: ManagedDirectory,
  after: AclBudget,
  child: AclBudget | null,
): OverBudget | null {
  const refusal = { kind: "over-budget", path: directory.path } as const;
  const needed = Math.max(after.used, child?.used ?? 0);
  if (child && directory.kind === "private") return { ...refusal, scope: "access", needed, max: 0 };
  if (child && needed > grantableEntriesMax) {
    return { ...refusal, scope: "access", needed, max: grantableEntriesMax };
  }
  const room = namedEntriesMax - after.used;
  return after.stops > room ? { ...refusal, scope: "stops", needed: after.stops, max: room } : null;
}
