import {
  type Acl,
  type Entry,
  type EntryName,
  findEntry,
  isNamed,
  sameName,
} from "#emulators/lake/access/acl.ts";
import type { Descriptor, Mode } from "#emulators/lake/access/descriptor.ts";
import { type Doubts, namedAfterChmod } from "#emulators/lake/access/doubts.ts";

const baseKinds = ["user", "group", "other"] as const;

/**
 * A complete ACL from a sent one: missing base entries come from `old` (one named entry alone is accepted,
 * recorded), a missing mask is computed where named entries stand, defaults only on directories.
 */
export function completeAcl(sent: Acl, old: Acl, isDirectory: boolean): Acl {
  const access = sent.access.length === 0 ? [...old.access] : withMask(withBase(sent.access, old.access));
  const defaults =
    !isDirectory || sent.defaults.length === 0 ? [] : withMask(withBase(sent.defaults, access));
  return { access, defaults };
}

function withBase(entries: readonly Entry[], fallback: readonly Entry[]): Entry[] {
  const missing = baseKinds.filter((kind) => !findEntry(entries, kind));
  return [
    ...entries,
    ...missing.map((kind): Entry => ({ kind, id: "", bits: findEntry(fallback, kind)?.bits ?? 0 })),
  ];
}

/** Adds `mask::` = union of named entries and the owning group where there are named entries and no mask. */
function withMask(entries: Entry[]): Entry[] {
  if (findEntry(entries, "mask") || !entries.some(isNamed)) return entries;
  return [...entries, { kind: "mask", id: "", bits: unionBits(entries) }];
}

function unionBits(entries: readonly Entry[]): number {
  return entries
    .filter((entry) => isNamed(entry) || entry.kind === "group")
    .reduce((bits, entry) => bits | entry.bits, 0);
}

/** Replaces: everything sent, nothing kept except base entries that were not sent. */
export function setAcl(old: Acl, sent: Acl, isDirectory: boolean): Acl {
  return completeAcl(sent, old, isDirectory);
}

/** Merges by name; the mask is computed anew unless the request names one (azure-docs#62693). */
export function modifyAcl(old: Acl, sent: Acl, isDirectory: boolean): Acl {
  const access = mergeScope(old.access, sent.access, old.access);
  const sentDefaults = isDirectory ? sent.defaults : [];
  return { access, defaults: mergeScope(old.defaults, sentDefaults, access) };
}

function mergeScope(old: readonly Entry[], sent: readonly Entry[], fallback: readonly Entry[]): Entry[] {
  if (sent.length === 0) return [...old];
  const kept = old.filter((entry) => !sent.some((other) => sameName(entry, other)));
  return recomputed(withBase([...kept, ...sent], fallback), findEntry(sent, "mask") !== undefined);
}

function recomputed(entries: Entry[], keepsMask: boolean): Entry[] {
  if (keepsMask) return entries;
  const isExtended = entries.some((entry) => isNamed(entry) || entry.kind === "mask");
  const rest = entries.filter((entry) => entry.kind !== "mask");
  return isExtended ? [...rest, { kind: "mask", id: "", bits: unionBits(rest) }] : rest;
}

/** Takes entries away by name; the mask entry stays and is computed anew (recorded). */
export function removeFromAcl(old: Acl, names: readonly EntryName[]): Acl {
  return {
    access: removeScope(old.access, names, "access"),
    defaults: removeScope(old.defaults, names, "default"),
  };
}

function removeScope(old: readonly Entry[], names: readonly EntryName[], scope: EntryName["scope"]): Entry[] {
  const gone = names.filter((name) => name.scope === scope);
  const kept = old.filter((entry) => !gone.some((name) => sameName(entry, name)));
  if (kept.length === old.length) return [...old];
  const isStillDefault =
    scope === "access" || kept.some((entry) => baseKinds.some((kind) => kind === entry.kind));
  return isStillDefault ? recomputed(withBase(kept, old), false) : [];
}

/** A chmod: the group triplet goes into the mask where there is one (POSIX). */
export function changeMode(old: Descriptor, mode: Mode, doubts: Doubts): Descriptor {
  const named = namedAfterChmod(doubts, old.acl.access);
  const hasMask = findEntry(old.acl.access, "mask") !== undefined;
  const isExtended = named.length > 0 || (doubts.chmodKeepsNamedEntries && hasMask);
  const group = isExtended ? (findEntry(old.acl.access, "group")?.bits ?? 0) : mode.group;
  const access: Entry[] = [
    { kind: "user", id: "", bits: mode.owner },
    ...named,
    { kind: "group", id: "", bits: group },
    { kind: "other", id: "", bits: mode.other },
  ];
  if (isExtended) access.push({ kind: "mask", id: "", bits: mode.group });
  return { ...old, isSticky: mode.isSticky, acl: { access, defaults: old.acl.defaults } };
}
