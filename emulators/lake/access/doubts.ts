import type { Entry } from "#emulators/lake/access/acl.ts";
import { read, write } from "#emulators/lake/access/bits.ts";

/**
 * Points on which documents, recordings and memory leave room. One named switch each; the first value is
 * what the emulator does unless told otherwise. docs/emulator-parity.md lists them with their sources.
 */
export type Doubts = {
  maskCapsOther: boolean;
  statusNeedsReadBit: boolean;
  metadataNeedsReadBit: boolean;
  appendNeedsReadBit: boolean;
  blocksAclOnlyOverwrite: boolean;
  overwriteChangesOwner: boolean;
  setAclKeepsSticky: boolean;
  chmodKeepsNamedEntries: boolean;
  recursiveListStopsAtClosed: boolean;
  readForListingOnly: boolean;
  exactPrefixByTraverse: boolean;
};

export const doubtsByDefault: Doubts = {
  maskCapsOther: false,
  statusNeedsReadBit: false,
  metadataNeedsReadBit: false,
  appendNeedsReadBit: true,
  blocksAclOnlyOverwrite: false,
  overwriteChangesOwner: true,
  setAclKeepsSticky: true,
  chmodKeepsNamedEntries: true,
  recursiveListStopsAtClosed: true,
  readForListingOnly: true,
  exactPrefixByTraverse: true,
};

/** The prose of access-control-model limits the mask to named users and groups; its pseudocode also caps other. */
export function otherBits(doubts: Doubts, other: number, mask: number): number {
  return doubts.maskCapsOther ? other & mask : other;
}

/** adls.md 2.7: status and ACL by traverse alone [M]; the switch asks for R on the item itself. */
export function statusBits(doubts: Doubts): number {
  return doubts.statusNeedsReadBit ? read : 0;
}

/** adls.md 2.7: the table of the access-control article names RW for append; W alone would do on a POSIX system. */
export function appendBits(doubts: Doubts): number {
  return doubts.appendNeedsReadBit ? read | write : write;
}

/** SAS letter e versus r suggests that user metadata needs R; for bearer tokens nothing is recorded. */
export function mayShowMetadata(doubts: Doubts, mayRead: () => boolean): boolean {
  return !doubts.metadataNeedsReadBit || mayRead();
}

/** rest-api-specs#32708, azure-docs#50939: 403 UnauthorizedBlobOverwrite for callers without a data role. */
export function forbidsOverwrite(doubts: Doubts, hasRole: boolean): boolean {
  return doubts.blocksAclOnlyOverwrite && !hasRole;
}

/** Whether entries with an id survive a chmod: POSIX writes the group triplet into the mask and keeps them [M]. */
export function namedAfterChmod(doubts: Doubts, entries: readonly Entry[]): Entry[] {
  return doubts.chmodKeepsNamedEntries ? entries.filter((entry) => entry.id !== "") : [];
}
