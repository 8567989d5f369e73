import { type Entry, findEntry, formatEntry } from "#emulators/lake/access/acl.ts";
import { execute, formatBits } from "#emulators/lake/access/bits.ts";
import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { type Doubts, otherBits } from "#emulators/lake/access/doubts.ts";

/** The caller as the ACL sees it: object id and every group, transitively. */
export type Subject = { oid: string; groups: ReadonlySet<string> };
/** One item on the way: its path (root is "") and what guards it. */
export type Guarded = { path: string; descriptor: Descriptor };
export type Question = { subject: Subject; ancestors: readonly Guarded[]; target?: Guarded; wanted: number };
/** The entry that decided, on which path, under which mask. */
export type Deciding = { path: string; entry: string; mask?: string; wanted: string; rule: DecidingRule };
type DecidingRule = "owner" | "named-user" | "group" | "other";
export type Decision = { isAllowed: boolean; by: Deciding };

/**
 * The ACL algorithm: execute on every ancestor, then the wanted bits on the target.
 * Returns the decision with the entry that decided, the first refusing one when refused.
 */
export function decide(question: Question, doubts: Doubts): Decision {
  let last: Decision | undefined;
  for (const ancestor of question.ancestors) {
    last = decideItem(question.subject, { item: ancestor, wanted: execute }, doubts);
    if (!last.isAllowed) return last;
  }
  if (question.target && question.wanted > 0)
    last = decideItem(question.subject, { item: question.target, wanted: question.wanted }, doubts);
  return last ?? { isAllowed: true, by: { path: "", entry: "", wanted: "---", rule: "other" } };
}

type Item = { item: Guarded; wanted: number };

/** access-control-model and azure-docs#60134: owner, named user, any single group entry, other; first match final. */
export function decideItem(subject: Subject, { item, wanted }: Item, doubts: Doubts): Decision {
  const access = item.descriptor.acl.access;
  const maskEntry = findEntry(access, "mask");
  const mask = maskEntry?.bits ?? 7;
  const judge = (rule: DecidingRule, entry: Entry | undefined, bits: number): Decision => ({
    isAllowed: (bits & wanted) === wanted,
    by: {
      path: item.path,
      entry: entry ? formatEntry(entry) : "",
      ...(maskEntry && (rule === "named-user" || rule === "group") ? { mask: formatBits(mask) } : {}),
      wanted: formatBits(wanted),
      rule,
    },
  });
  if (isSame(subject.oid, item.descriptor.owner)) {
    const entry = findEntry(access, "user");
    return judge("owner", entry, entry?.bits ?? 0);
  }
  const named = findEntry(access, "user", subject.oid);
  if (named) return judge("named-user", named, named.bits & mask);
  const group = groupEntries(subject, item.descriptor).find(
    (entry) => (entry.bits & mask & wanted) === wanted,
  );
  if (group) return judge("group", group, group.bits & mask);
  const other = findEntry(access, "other");
  return judge("other", other, otherBits(doubts, other?.bits ?? 0, mask));
}

/** Entries of the owning group and of named groups that hold this subject. */
function groupEntries(subject: Subject, descriptor: Descriptor): Entry[] {
  return descriptor.acl.access.filter((entry) => {
    if (entry.kind !== "group") return false;
    return subject.groups.has((entry.id || descriptor.group).toLowerCase());
  });
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** Sticky: only the child's owner, the directory's owner or a super-user may remove or rename the child. */
export function stickyForbids(subject: Subject, directory: Guarded, child: Guarded): boolean {
  if (!directory.descriptor.isSticky) return false;
  return !isSame(subject.oid, directory.descriptor.owner) && !isSame(subject.oid, child.descriptor.owner);
}
