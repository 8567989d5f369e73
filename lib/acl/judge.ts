import {
  type AclDoubts,
  areGroupsUnited,
  doGroupsFallThroughToOther,
  isOtherMasked,
} from "#lib/acl/doubts.ts";
import {
  type AclEntry,
  allBits,
  type Bits,
  coversBits,
  entriesOfScope,
  findEntry,
  isSameQualifier,
  noBits,
  type Qualifier,
  toBits,
} from "#lib/acl/entry.ts";
import type { PathState } from "#lib/acl/path-state.ts";

/** Whose access is asked about. */
export type Subject = {
  readonly id: string;
  /** Transitive memberships. */
  readonly groupIds: readonly string[];
  readonly isSuperUser?: boolean;
};

/** An access entry as it counts: `mask` is null where no mask applies. */
export type CountedEntry = {
  readonly entry: AclEntry;
  readonly mask: Bits | null;
  readonly effective: Bits;
};

/** Why one item's ACL gives or refuses the wanted bits. */
export type Verdict = {
  readonly isAllowed: boolean;
  readonly rule: "super-user" | "owner" | "named-user" | "group" | "other";
  /** The decisive entry; null for a super-user and where the ACL lacks the entry. */
  readonly decisive: CountedEntry | null;
  /** Group entries that apply to the subject and did not suffice. */
  readonly insufficient: readonly CountedEntry[];
};

/**
 * The lake's order on one item, first match final: super-user, owner (unmasked), named user (masked), any one
 * group entry that covers all bits (masked), other (access-control-model and azure-docs#60134, 2026-11).
 */
export function judge(
  subject: Subject,
  asked: { readonly state: PathState; readonly wanted: Bits },
  doubts: AclDoubts,
): Verdict {
  const { state, wanted } = asked;
  if (subject.isSuperUser) return { isAllowed: true, rule: "super-user", decisive: null, insufficient: [] };
  if (isSameQualifier(subject.id, state.owner)) return verdictOf("owner", unmasked(state, "user"), wanted);
  const named = findEntry(state.acl, { scope: "access", tag: "user", qualifier: subject.id as Qualifier });
  if (named) return verdictOf("named-user", masked(state, named), wanted);
  return judgeGroups(state, applyingGroups(subject, state), { wanted, doubts });
}

function judgeGroups(
  state: PathState,
  groups: readonly CountedEntry[],
  asked: { readonly wanted: Bits; readonly doubts: AclDoubts },
): Verdict {
  const { wanted, doubts } = asked;
  const sufficient = groups.find((group) => coversBits(group.effective, wanted));
  if (sufficient) return verdictOf("group", sufficient, wanted);
  const first = groups[0];
  const united = toBits(groups.reduce((bits, group) => bits | group.effective, 0));
  if (first && areGroupsUnited(doubts) && coversBits(united, wanted)) {
    return { isAllowed: true, rule: "group", decisive: { ...first, effective: united }, insufficient: [] };
  }
  if (first && !doGroupsFallThroughToOther(doubts)) {
    return { isAllowed: false, rule: "group", decisive: first, insufficient: groups };
  }
  const other = unmasked(state, "other");
  const counted = other && isOtherMasked(doubts) ? masked(state, other.entry) : other;
  return { ...verdictOf("other", counted, wanted), insufficient: groups };
}

function verdictOf(rule: Verdict["rule"], decisive: CountedEntry | null, wanted: Bits): Verdict {
  const isAllowed = coversBits(decisive?.effective ?? noBits, wanted);
  return { isAllowed, rule, decisive, insufficient: [] };
}

function applyingGroups(subject: Subject, state: PathState): readonly CountedEntry[] {
  const isMember = (group: string) => subject.groupIds.some((id) => isSameQualifier(id, group));
  return entriesOfScope(state.acl, "access")
    .filter((entry) => entry.tag === "group" && isMember(entry.qualifier ?? state.group))
    .map((entry) => masked(state, entry));
}

function unmasked(state: PathState, tag: "user" | "other"): CountedEntry | null {
  const entry = findEntry(state.acl, { scope: "access", tag, qualifier: null });
  return entry ? { entry, mask: null, effective: entry.bits } : null;
}

/** A minimal ACL has no mask entry, which limits nothing (POSIX.1e). */
function masked(state: PathState, entry: AclEntry): CountedEntry {
  const mask = findEntry(state.acl, { scope: "access", tag: "mask", qualifier: null })?.bits ?? null;
  return { entry, mask, effective: toBits(entry.bits & (mask ?? allBits)) };
}
