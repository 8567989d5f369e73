import { type Acl, type Entry, findEntry, formatAcl, parseAcl } from "#emulators/lake/access/acl.ts";
import { formatBits } from "#emulators/lake/access/bits.ts";

/** Everything that decides about one path: owner, group, sticky bit, entries. Many paths share one. */
export type Descriptor = { owner: string; group: string; isSticky: boolean; acl: Acl };

/** The interned text of a descriptor; `parseDescriptor` reads it back exactly. */
export function formatDescriptor(descriptor: Descriptor): string {
  return [
    descriptor.owner,
    descriptor.group,
    descriptor.isSticky ? "t" : "-",
    formatAcl(descriptor.acl),
  ].join("\n");
}

/** Throws when the stored text is damaged: it was written by formatDescriptor. */
export function parseDescriptor(text: string): Descriptor {
  const [owner, group, sticky, aclText] = text.split("\n");
  const acl = aclText === undefined ? undefined : parseAcl(aclText);
  if (owner === undefined || group === undefined || !acl) throw new Error(`Damaged descriptor: ${text}`);
  return { owner, group, isSticky: sticky === "t", acl };
}

/** What the group triplet shows: the mask where there is one (recorded), else the owning group. */
function shownGroup(access: readonly Entry[]): number {
  return findEntry(access, "mask")?.bits ?? findEntry(access, "group")?.bits ?? 0;
}

/** `rwxr-x---`, `t`/`T` in the last place for sticky, `+` when there is a mask entry (recorded). */
export function formatPermissions(descriptor: Descriptor): string {
  const access = descriptor.acl.access;
  const owner = formatBits(findEntry(access, "user")?.bits ?? 0);
  const other = formatBits(findEntry(access, "other")?.bits ?? 0);
  const last = descriptor.isSticky ? (other.endsWith("x") ? "t" : "T") : other.slice(2);
  const extended = findEntry(access, "mask") ? "+" : "";
  return `${owner}${formatBits(shownGroup(access))}${other.slice(0, 2)}${last}${extended}`;
}

/** owner, group, other bits and the sticky bit. */
export type Mode = { owner: number; group: number; other: number; isSticky: boolean };

/** `0750`, `750`, `1777` or `rwxr-x--T`; undefined when neither. */
export function parseMode(text: string): Mode | undefined {
  if (/^[01]?[0-7]{3}$/.test(text)) return modeOfNumber(Number.parseInt(text, 8));
  const match = /^([r-][w-][x-])([r-][w-][x-])([r-][w-])([x\-tT])\+?$/.exec(text);
  if (!match) return undefined;
  const [, owner = "", group = "", other = "", last = ""] = match;
  const bits = (part: string) =>
    (part[0] === "r" ? 4 : 0) | (part[1] === "w" ? 2 : 0) | (part[2] === "x" ? 1 : 0);
  const lastBit = last === "x" || last === "t" ? "x" : "-";
  return {
    owner: bits(owner),
    group: bits(group),
    other: bits(other + lastBit),
    isSticky: last === "t" || last === "T",
  };
}

/** A mode from its number, e.g. 0o1750. */
export function modeOfNumber(value: number): Mode {
  return {
    owner: (value >> 6) & 7,
    group: (value >> 3) & 7,
    other: value & 7,
    isSticky: (value & 0o1000) !== 0,
  };
}

/** The three base entries of a mode. */
export function aclOfMode(mode: Mode): Entry[] {
  return [
    { kind: "user", id: "", bits: mode.owner },
    { kind: "group", id: "", bits: mode.group },
    { kind: "other", id: "", bits: mode.other },
  ];
}
