import { type Bits, formatBits } from "#lib/acl/entry.ts";
import type { Decision, ProofStep } from "#lib/acl/evaluate.ts";
import type { CountedEntry } from "#lib/acl/judge.ts";
import type { Operation } from "#lib/acl/operation.ts";
import type { Turn } from "#lib/acl/turn.ts";

/** How things are called on the screen. */
export type Names = {
  /** The person or pipeline whose access is explained. */
  readonly caller: string;
  readonly nameOf: (id: string) => string;
  readonly nameOfPath: (path: string) => string;
};

export type Explanation = {
  readonly answer: string;
  /** One sentence for each step that the lake takes, in its order. */
  readonly reasons: readonly string[];
  /** What would turn the answer, one sentence for each change; empty when nothing can. */
  readonly turn: readonly string[];
};

/** A decision and its smallest turn (null when there is none) in plain words. */
export function explain(decision: Decision, turns: readonly Turn[] | null, names: Names): Explanation {
  const may = decision.isAllowed ? "may" : "may not";
  const deed = `${deeds[decision.operation]} ${names.nameOfPath(decision.path)}`;
  return {
    answer: `${names.caller} ${may} ${deed}.`,
    reasons: decision.steps.map((step) => explainStep(step, names)),
    turn: (turns ?? []).map((turn) => explainTurn(turn, names)),
  };
}

const deeds: Readonly<Record<Operation, string>> = {
  list: "list",
  read: "read",
  write: "write to",
  create: "create something in",
  delete: "delete",
  rename: "rename or move",
  status: "see the status of",
  chmod: "change the permissions of",
  chown: "change the owner of",
  chgrp: "change the owning group of",
  bits: "use",
};

function explainStep(step: ProofStep, names: Names): string {
  const path = names.nameOfPath(step.path);
  const { caller } = names;
  switch (step.kind) {
    case "bits":
      return explainBits(step, names);
    case "sticky":
      return explainSticky(step, names);
    case "owner":
      return step.isAllowed
        ? `${caller} owns ${path}, or is a super-user.`
        : `Only the owner of ${path} or a super-user may do this.`;
    case "super-user":
      return step.isAllowed ? `${caller} is a super-user.` : "Only a super-user may do this.";
    case "member":
      return step.isAllowed
        ? `${caller} may hand it to ${names.nameOf(step.group)}.`
        : `${caller} is not in ${names.nameOf(step.group)}, and an owner may name only an own group.`;
    case "role":
      return `A data role of ${caller}'s allows this on the whole container; no ACL is asked.`;
    case "never":
      return "Nobody may do this to a container's root.";
  }
}

type BitsStep = ProofStep & { readonly kind: "bits" };

function explainBits(step: BitsStep, names: Names): string {
  const need = `${purposes[step.purpose]} ${names.nameOfPath(step.path)} takes ${formatBits(step.wanted)}`;
  return `${need}: ${explainVerdict(step, names)}.`;
}

const purposes: Readonly<Record<BitsStep["purpose"], string>> = {
  traverse: "Passing through",
  item: "The right on",
  parent: "Changing what lies in",
  destination: "Putting something into",
  subdirectory: "Emptying",
};

function explainVerdict({ verdict, isAllowed }: BitsStep, names: Names): string {
  const { caller } = names;
  const counted = verdict.decisive;
  const gives = counted ? describeCounted(counted) : "nothing";
  const word = isAllowed ? "gives" : "gives only";
  switch (verdict.rule) {
    case "super-user":
      return `${caller} is a super-user, whom no ACL stops`;
    case "owner":
      return `${caller} is the owner, and the owner's own entry ${word} ${gives}`;
    case "named-user":
      return explainNamedUser(isAllowed, { gives, isStop: counted?.entry.bits === 0, caller });
    case "group":
      return `${groupName(counted, names)} ${word} ${gives}`;
    case "other":
      return `${explainInsufficient(verdict.insufficient, names)}, and everyone else has ${gives}`;
  }
}

function explainNamedUser(
  isAllowed: boolean,
  entry: { readonly gives: string; readonly isStop: boolean; readonly caller: string },
): string {
  if (isAllowed) return `the entry for ${entry.caller} gives ${entry.gives}`;
  const kind = entry.isStop ? `a stop entry for ${entry.caller}` : `the entry for ${entry.caller}`;
  return `${kind} gives only ${entry.gives}, and an entry for a person is decided before any group`;
}

function explainInsufficient(insufficient: readonly CountedEntry[], names: Names): string {
  if (insufficient.length === 0) return `no group of ${names.caller}'s stands there`;
  const groups = insufficient.map((counted) => `${groupName(counted, names)} ${describeCounted(counted)}`);
  return `no single group of ${names.caller}'s is enough (${groups.join("; ")})`;
}

function groupName(counted: CountedEntry | null, names: Names): string {
  const id = counted?.entry.qualifier;
  return id ? names.nameOf(id) : "the owning group";
}

/** `rwx`, and under a mask that takes something away `rwx under the mask r-x, so r-x`. */
function describeCounted({ entry, mask, effective }: CountedEntry): string {
  const bits: Bits = entry.bits;
  if (mask === null || effective === bits) return formatBits(bits);
  return `${formatBits(bits)} under the mask ${formatBits(mask)}, so ${formatBits(effective)}`;
}

function explainSticky(step: ProofStep & { readonly kind: "sticky" }, names: Names): string {
  const directory = names.nameOfPath(step.path);
  const item = names.nameOfPath(step.item);
  if (step.as === "no-sticky-bit")
    return `${directory} has no sticky bit, so whoever may change it may move ${item}.`;
  if (step.as === "super-user") return `${names.caller} is a super-user, whom the sticky bit does not bind.`;
  const owned = step.as === "item-owner" ? item : directory;
  if (step.as) return `${directory} is sticky, and ${names.caller} owns ${owned}.`;
  return `${directory} is sticky: only the owner of ${item} or of ${directory} may delete or move it.`;
}

function explainTurn(turn: Turn, names: Names): string {
  const { caller, nameOf } = names;
  if ("path" in turn) return explainItemTurn(turn, names);
  switch (turn.kind) {
    case "join-group":
      return `Add ${caller} to ${nameOf(turn.group)}.`;
    case "leave-group":
      return `Remove ${caller} from ${nameOf(turn.group)}.`;
    case "gain-super-user":
      return "Let a super-user do it.";
    case "lose-super-user":
      return `Take away what makes ${caller} a super-user.`;
    case "lose-role":
      return `Take away ${caller}'s data role.`;
  }
}

function explainItemTurn(turn: Extract<Turn, { readonly path: string }>, names: Names): string {
  const path = names.nameOfPath(turn.path);
  const { caller } = names;
  switch (turn.kind) {
    case "lift-entry":
      return turn.entry.bits === 0
        ? `Lift the stop of ${caller} on ${path}.`
        : `Remove the entry for ${caller} on ${path}.`;
    case "set-mask":
      return `Raise the mask of ${path} to ${formatBits(turn.bits)} (on a suspended partition: lift the suspension).`;
    case "set-own-entry":
      return turn.bits === 0
        ? `Stop ${caller} on ${path}.`
        : `Give a group that ${caller} is in ${formatBits(turn.bits)} on ${path}.`;
    case "become-owner":
      return `Let the owner of ${path} do it, or make ${caller} its owner.`;
    case "hand-over":
      return `Hand ${path} over to the lake identity.`;
  }
}
