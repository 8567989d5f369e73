import { type Acl, type AclEntry, entriesOfScope, toBits } from "#lib/acl/entry.ts";

/** The ACL with which a file is born under this default ACL; empty when there is no default. */
export function inheritedFileAcl(acl: Acl): Acl {
  const hasMask = acl.some((entry) => entry.scope === "default" && entry.tag === "mask");
  return asAccess(acl).map((entry) => limitToFileMode(entry, hasMask));
}

/** The ACL with which a directory is born under this default ACL: the default as access and as default. */
export function inheritedDirectoryAcl(acl: Acl): Acl {
  return [...asAccess(acl), ...entriesOfScope(acl, "default")];
}

/** The default ACL that repeats these access entries. */
export function asDefault(acl: Acl): Acl {
  return entriesOfScope(acl, "access").map((entry) => ({ ...entry, scope: "default" }));
}

function asAccess(acl: Acl): Acl {
  return entriesOfScope(acl, "default").map((entry) => ({ ...entry, scope: "access" }));
}

/**
 * Doubtful: a file has mode 0666 at birth, which limits user::, other:: and the mask (group:: where there is
 * no mask), and named entries stay whole. Azure/AzureDataLake#61, POSIX.1e 23.1.2; no recording settles it.
 */
function limitToFileMode(entry: AclEntry, hasMask: boolean): AclEntry {
  const isLimited = entry.qualifier === null && !(entry.tag === "group" && hasMask);
  return isLimited ? { ...entry, bits: toBits(entry.bits & 6) } : entry;
}
