import { formatBits, parseBits } from "#emulators/lake/access/bits.ts";

export type EntryKind = "user" | "group" | "mask" | "other";
export type Entry = { kind: EntryKind; id: string; bits: number };
export type Acl = { access: Entry[]; defaults: Entry[] };
/** An entry named for removal: no bits. */
export type EntryName = { scope: "access" | "default"; kind: EntryKind; id: string };

/** Access and default each; base entries count (AzureStorageExplorer#2650). */
const aclEntriesMax = 32;

const kinds = new Set(["user", "group", "mask", "other"]);
const idPattern = /^[^\s,:]{1,255}$/;

/**
 * Reads an `x-ms-acl` value: `[default:]kind:[id]:rwx`, comma separated.
 * Undefined when malformed, doubled, or more than 32 entries of one scope.
 */
export function parseAcl(text: string): Acl | undefined {
  const acl: Acl = { access: [], defaults: [] };
  for (const part of text.split(",")) {
    const fields = part.trim().split(":");
    const isDefault = fields[0] === "default" && fields.length > 1;
    const entry = parseEntry(isDefault ? fields.slice(1) : fields);
    if (!entry) return undefined;
    const list = isDefault ? acl.defaults : acl.access;
    if (list.some((other) => sameName(other, entry))) return undefined;
    list.push(entry);
  }
  return acl.access.length > aclEntriesMax || acl.defaults.length > aclEntriesMax ? undefined : acl;
}

function parseEntry(fields: string[]): Entry | undefined {
  const [kind, id, bitsText] = fields;
  if (fields.length !== 3 || id === undefined || bitsText === undefined) return undefined;
  const bits = parseBits(bitsText);
  if (bits === undefined || !isKind(kind) || !isIdFor(kind, id)) return undefined;
  return { kind, id, bits };
}

/** Entries of a remove request: no bits, `user:<id>`, `default:group`, bare `mask` (recorded). */
export function parseEntryNames(text: string): EntryName[] | undefined {
  const names: EntryName[] = [];
  for (const part of text.split(",")) {
    const fields = part.trim().split(":");
    const isDefault = fields[0] === "default";
    const [kind, id = "", ...rest] = isDefault ? fields.slice(1) : fields;
    if (!isKind(kind) || rest.some((field) => field !== "") || !isIdFor(kind, id)) return undefined;
    names.push({ scope: isDefault ? "default" : "access", kind, id });
  }
  return names;
}

function isKind(text: string | undefined): text is EntryKind {
  return text !== undefined && kinds.has(text);
}

function isIdFor(kind: EntryKind, id: string): boolean {
  if (id === "") return true;
  return (kind === "user" || kind === "group") && idPattern.test(id);
}

export function sameName(left: { kind: string; id: string }, right: { kind: string; id: string }): boolean {
  return left.kind === right.kind && left.id.toLowerCase() === right.id.toLowerCase();
}

/** Finds the entry of that kind and id; base entries have the id "". */
export function findEntry(entries: readonly Entry[], kind: EntryKind, id = ""): Entry | undefined {
  return entries.find((entry) => sameName(entry, { kind, id }));
}

export function isNamed(entry: Entry): boolean {
  return entry.id !== "";
}

const rank: Record<EntryKind, number> = { user: 0, group: 2, mask: 4, other: 5 };

/** The order of recorded answers: user::, named users, group::, named groups, mask::, other::. */
function sortEntries(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => rank[a.kind] + Number(isNamed(a)) - rank[b.kind] - Number(isNamed(b)));
}

export function formatEntry(entry: Entry): string {
  return `${entry.kind}:${entry.id}:${formatBits(entry.bits)}`;
}

/** The `x-ms-acl` text, access entries first, then defaults. */
export function formatAcl(acl: Acl): string {
  const access = sortEntries(acl.access).map(formatEntry);
  const defaults = sortEntries(acl.defaults).map((entry) => `default:${formatEntry(entry)}`);
  return [...access, ...defaults].join(",");
}
