import { type AclDoubts, assumedDoubts } from "#lib/acl/doubts.ts";
import { type AclEntry, allBits, type Bits, isSameQualifier, noBits, toBits } from "#lib/acl/entry.ts";
import { type Caller, type Decision, evaluate, type ProofStep } from "#lib/acl/evaluate.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { applyTurn, type Situation, statesOf, type Turn } from "#lib/acl/turn.ts";

/**
 * The smallest change found that turns the lake's answer, or null when none can (a container's root cannot be
 * deleted). A refusal is turned by the memberships, lifted entries and masks that give least; where no
 * existing entry would do, by entries and ownership. An allowance is turned by what takes least away. Every
 * answer has been tried out before it is returned.
 */
export function smallestTurn(
  situation: Situation,
  doubts: AclDoubts = assumedDoubts,
): readonly Turn[] | null {
  const decide = (after: Situation) => evaluate(after.caller, after.request, doubts);
  const { isAllowed, steps } = decide(situation);
  const first = isAllowed ? [] : withoutEntries(forcedAllowance(steps));
  const start = first.reduce(applyTurn, situation);
  if (decide(start).isAllowed !== isAllowed) return first;
  const isTurned = (turns: readonly Turn[]) => decide(turns.reduce(applyTurn, start)).isAllowed !== isAllowed;
  const found = cheapest(isAllowed ? takingTurns(start) : givingTurns(start), isTurned);
  return found ? [...first, ...found] : force(situation, decide);
}

/** What memberships cannot do in any case: an owner for a sticky item, a super-user, a group to hand over to. */
function withoutEntries(turns: readonly Turn[]): readonly Turn[] {
  return turns.filter(({ kind }) => kind !== "set-own-entry");
}

/** Step by step what no group change can do: entries and ownership, until the answer turns. */
function force(situation: Situation, decide: (situation: Situation) => Decision): readonly Turn[] | null {
  const { isAllowed } = decide(situation);
  const turns: Turn[] = [];
  for (let round = 0; round < forcedRoundsMax; round += 1) {
    const now = turns.reduce(applyTurn, situation);
    const { isAllowed: isNowAllowed, steps } = decide(now);
    if (isNowAllowed !== isAllowed) return turns;
    const next = isAllowed ? forcedRefusal(now.caller, steps) : forcedAllowance(steps);
    if (next.length === 0) return null;
    turns.push(...next);
  }
  return null;
}

/** Role, super-user, ownership and entry can each hide the next. */
const forcedRoundsMax = 6;

type Candidate = { readonly turn: Turn; readonly cost: number };

/** Up to three changes at once, the cheapest combination of the fewest kinds that work. */
function cheapest(
  candidates: readonly Candidate[],
  isTurned: (turns: readonly Turn[]) => boolean,
): readonly Turn[] | null {
  const combinations = [...combine(candidates, 1), ...combine(candidates, 2)];
  const found = firstTurned(combinations, isTurned);
  return found ?? firstTurned(combine(candidates, 3), isTurned);
}

function firstTurned(
  combinations: readonly (readonly Candidate[])[],
  isTurned: (turns: readonly Turn[]) => boolean,
): readonly Turn[] | null {
  const costOf = (combination: readonly Candidate[]) => combination.reduce((sum, { cost }) => sum + cost, 0);
  const byCost = combinations.toSorted(
    (left, right) => costOf(left) - costOf(right) || left.length - right.length,
  );
  const found = byCost.find((combination) => isTurned(combination.map(({ turn }) => turn)));
  return found ? found.map(({ turn }) => turn) : null;
}

function combine(candidates: readonly Candidate[], size: number): readonly (readonly Candidate[])[] {
  if (size === 0) return [[]];
  return candidates.flatMap((candidate, index) =>
    combine(candidates.slice(index + 1), size - 1).map((rest) => [candidate, ...rest]),
  );
}

function givingTurns({ caller, request }: Situation): readonly Candidate[] {
  const states = statesOf(request);
  const isHeld = (group: string) => caller.groupIds.some((id) => isSameQualifier(id, group));
  const groups = [...groupCosts(states)].filter(([group]) => !isHeld(group));
  const closed = states.filter((state) => (maskOf(state) ?? allBits) !== allBits && state.isDirectory);
  return [
    ...groups.map(([group, cost]): Candidate => ({ turn: { kind: "join-group", group }, cost })),
    ...states.flatMap((state) =>
      namedEntriesOf(caller, state).map(
        (entry): Candidate => ({ turn: { kind: "lift-entry", path: state.path, entry }, cost: 1 }),
      ),
    ),
    ...closed.map(({ path }): Candidate => ({ turn: { kind: "set-mask", path, bits: allBits }, cost: 4 })),
  ];
}

/** Every group that stands on the way, with the number of bits that its members hold there. */
function groupCosts(states: readonly PathState[]): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const { acl, group } of states) {
    for (const entry of acl.filter(
      ({ scope, tag, bits }) => scope === "access" && tag === "group" && bits > 0,
    )) {
      const id = entry.qualifier ?? group;
      costs.set(id, (costs.get(id) ?? 0) + [4, 2, 1].filter((bit) => entry.bits & bit).length);
    }
  }
  return costs;
}

function namedEntriesOf(caller: Caller, state: PathState): readonly AclEntry[] {
  return state.acl.filter(
    ({ scope, tag, qualifier }) =>
      scope === "access" && tag === "user" && isSameQualifier(qualifier, caller.id),
  );
}

function maskOf(state: PathState): Bits | null {
  return state.acl.find(({ scope, tag }) => scope === "access" && tag === "mask")?.bits ?? null;
}

function takingTurns({ caller, request }: Situation): readonly Candidate[] {
  const costs = groupCosts(statesOf(request));
  const groups = new Set(caller.groupIds.filter((group) => costs.has(group)));
  return [
    ...(caller.isSuperUser ? [{ turn: { kind: "lose-super-user" }, cost: 1 } as const] : []),
    ...(caller.roleOperations?.length ? [{ turn: { kind: "lose-role" }, cost: 1 } as const] : []),
    ...[...groups].map(
      (group): Candidate => ({ turn: { kind: "leave-group", group }, cost: costs.get(group) ?? 1 }),
    ),
  ];
}

/** An entry for every refused step, an owner where ownership is asked; nothing at a container's root. */
function forcedAllowance(steps: readonly ProofStep[]): readonly Turn[] {
  const wanted = new Map<string, Bits>();
  for (const step of steps) {
    if (step.kind === "bits") wanted.set(step.path, toBits((wanted.get(step.path) ?? 0) | step.wanted));
  }
  const turns = steps.flatMap((step) => (step.isAllowed ? [] : forcedStep(step, wanted)));
  const isFirst = (turn: Turn, index: number) =>
    turns.findIndex((other) => JSON.stringify(other) === JSON.stringify(turn)) === index;
  return turns.filter(isFirst);
}

function forcedStep(step: ProofStep, wanted: ReadonlyMap<string, Bits>): readonly Turn[] {
  switch (step.kind) {
    case "bits":
      return [{ kind: "set-own-entry", path: step.path, bits: wanted.get(step.path) ?? step.wanted }];
    case "sticky":
      return [{ kind: "become-owner", path: step.item }];
    case "owner":
      return [{ kind: "become-owner", path: step.path }];
    case "member":
      return [{ kind: "join-group", group: step.group }];
    case "super-user":
      return [{ kind: "gain-super-user" }];
    default:
      return [];
  }
}

/** What stands first in the lake's order goes first; at the end a stop where the answer is given. */
function forcedRefusal(caller: Caller, steps: readonly ProofStep[]): readonly Turn[] {
  if (steps.some(({ kind }) => kind === "role")) return [{ kind: "lose-role" }];
  if (caller.isSuperUser) return [{ kind: "lose-super-user" }];
  const owner = steps.find(({ kind }) => kind === "owner");
  if (owner) return [{ kind: "hand-over", path: owner.path }];
  const last = steps.findLast((step) => step.kind === "bits" && step.wanted !== noBits);
  if (last?.kind !== "bits") return [];
  if (last.verdict.rule === "owner") return [{ kind: "hand-over", path: last.path }];
  return [{ kind: "set-own-entry", path: last.path, bits: noBits }];
}
