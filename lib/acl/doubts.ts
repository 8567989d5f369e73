/**
 * Points that no recording of the real service settles (recorded-cases.md, "Open", 2026-11-21). Each is one
 * switch with a named function beside it, so that a measurement on a real account changes one line.
 */
export type AclDoubts = {
  readonly isOtherMasked: boolean;
  readonly doGroupsFallThroughToOther: boolean;
  readonly areGroupsUnited: boolean;
  readonly doesStatusNeedOnlyTraverse: boolean;
  readonly doesAppendNeedRead: boolean;
  readonly doesReaderRoleSpareRead: boolean;
  readonly doesRenameNeedSourceWrite: boolean;
};

/** The readings that the product goes by, and the emulator with its switches untouched. */
export const assumedDoubts: AclDoubts = {
  isOtherMasked: false,
  doGroupsFallThroughToOther: true,
  areGroupsUnited: false,
  doesStatusNeedOnlyTraverse: true,
  doesAppendNeedRead: true,
  doesReaderRoleSpareRead: true,
  doesRenameNeedSourceWrite: false,
};

/** The pseudocode of access-control-model ANDs the mask into other; its prose and POSIX.1e do not (adls.md 2.7). */
export function isOtherMasked(doubts: AclDoubts): boolean {
  return doubts.isOtherMasked;
}

/**
 * Whether someone whose groups are named, none sufficiently, is judged as other next: yes in the current
 * pseudocode, no in the article of 2020 and in POSIX.1e (adls.md 2.7, azure-docs#60134).
 */
export function doGroupsFallThroughToOther(doubts: AclDoubts): boolean {
  return doubts.doGroupsFallThroughToOther;
}

/** Whether several groups' bits add up: no by the service engineer of azure-docs#60134; the article of 2020 said yes. */
export function areGroupsUnited(doubts: AclDoubts): boolean {
  return doubts.areGroupsUnited;
}

/** Whether status and ACL need traverse alone: documented by SAS letters, unverified for user tokens (adls.md 2.7). */
export function doesStatusNeedOnlyTraverse(doubts: AclDoubts): boolean {
  return doubts.doesStatusNeedOnlyTraverse;
}

/** Whether an append needs RW and not only W: the table of access-control-model for ACL-only callers (adls.md 2.7). */
export function doesAppendNeedRead(doubts: AclDoubts): boolean {
  return doubts.doesAppendNeedRead;
}

/** Whether W suffices to append for someone whose data role already reads (adls.md 2.7, "W suffices with Reader role"). */
export function doesReaderRoleSpareRead(doubts: AclDoubts): boolean {
  return doubts.doesReaderRoleSpareRead;
}

/** Whether renaming a directory asks W on itself, as POSIX does for its `..`; HDFS asks its parents only (adls.md 7.6). */
export function doesRenameNeedSourceWrite(doubts: AclDoubts): boolean {
  return doubts.doesRenameNeedSourceWrite;
}
