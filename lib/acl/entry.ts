/** The object id of a person, group or pipeline as the lake stores it; made by `parseQualifier` only. */
export type Qualifier = string & { readonly __brand: "Qualifier" };

/** Three permission bits: read 4, write 2, execute 1. */
export type Bits = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type Scope = "access" | "default";
export type Tag = "user" | "group" | "mask" | "other";

/** One entry of an ACL; `qualifier` is null for the base entries, the mask and other. */
export type AclEntry = {
  readonly scope: Scope;
  readonly tag: Tag;
  readonly qualifier: Qualifier | null;
  readonly bits: Bits;
};

/** The entries of both scopes, as one `x-ms-acl` value carries them. */
export type Acl = readonly AclEntry[];

/** Azure allows 32 entries per item and scope, base entries and mask included (ADLS ACL limits, 2026-11). */
export const aclEntriesMax = 32;

export const noBits: Bits = 0;
export const allBits: Bits = 7;

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const userPrincipalNamePattern = /^[^\s:,@\p{Cc}]+@[^\s:,@\p{Cc}]+$/u;

/**
 * The id when it can stand in an entry: a GUID, `$superuser`, or a user principal name, else null.
 * Unknown GUIDs are accepted by the lake (azure-docs#88022); names appear under `upn=true`.
 */
export function parseQualifier(text: string): Qualifier | null {
  const isQualifier = guidPattern.test(text) || userPrincipalNamePattern.test(text) || text === "$superuser";
  return isQualifier ? (text as Qualifier) : null;
}

/** Whether two ids name the same object; GUIDs are compared without regard to case. */
export function isSameQualifier(left: string | null, right: string | null): boolean {
  return left === right || (left !== null && right !== null && left.toLowerCase() === right.toLowerCase());
}

/** The lowest three bits of any number. */
export function toBits(value: number): Bits {
  return (value & 7) as Bits;
}

/** Whether `held` has every bit of `wanted`. */
export function coversBits(held: Bits, wanted: Bits): boolean {
  return (held & wanted) === wanted;
}

/** `r-x` for 5: three characters, in the lake's order. */
export function formatBits(bits: Bits): string {
  return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`;
}

/** The entries of one scope, in the order given. */
export function entriesOfScope(acl: Acl, scope: Scope): Acl {
  return acl.filter((entry) => entry.scope === scope);
}

/** The entry with this scope, tag and id, if the ACL has one. */
export function findEntry(
  acl: Acl,
  key: Pick<AclEntry, "scope" | "tag" | "qualifier">,
): AclEntry | undefined {
  return acl.find((entry) => isSameKey(entry, key));
}

/** Whether two entries speak about the same thing, whatever their bits. */
export function isSameKey(
  left: Pick<AclEntry, "scope" | "tag" | "qualifier">,
  right: Pick<AclEntry, "scope" | "tag" | "qualifier">,
): boolean {
  return (
    left.scope === right.scope && left.tag === right.tag && isSameQualifier(left.qualifier, right.qualifier)
  );
}

/** Whether the entry is a named user or a named group. */
export function isNamed(entry: AclEntry): entry is AclEntry & { readonly qualifier: Qualifier } {
  return entry.qualifier !== null;
}

/**
 * The entries in the order in which the lake returns them, stable within named users and named groups:
 * access before default; user::, named users, group::, named groups, mask::, other:: (recorded 2021-12).
 */
export function inServiceOrder(acl: Acl): Acl {
  return acl.toSorted((left, right) => rank(left) - rank(right));
}

const tagRank: Record<Tag, number> = { user: 0, group: 2, mask: 4, other: 5 };

function rank(entry: AclEntry): number {
  return (entry.scope === "default" ? 10 : 0) + tagRank[entry.tag] + (isNamed(entry) ? 1 : 0);
}
