import type { Qualifier } from "#lib/acl/entry.ts";

/** The two access groups, R and C, with which a folder and a partition are born. */
export type AccessGroups = { readonly reader: Qualifier; readonly contributor: Qualifier };

type Common = {
  /** The lake's own path inside the container, without a leading slash. */
  readonly path: string;
  /** People with a stop entry on this very directory. */
  readonly stops: readonly Qualifier[];
};

export type PartitionDirectory = Common & {
  readonly kind: "partition";
  readonly own: AccessGroups;
  /** The organization's members group, M. */
  readonly members: Qualifier;
  readonly isSuspended: boolean;
};

export type InnerDirectory = Common & {
  readonly kind: "inner";
  /** Null for structure-only. */
  readonly own: AccessGroups | null;
  /** From the partition down to the parent; structure-only ancestors have no groups and are not listed. */
  readonly ancestors: readonly AccessGroups[];
  readonly members: Qualifier;
};

export type LeafDirectory = Common & {
  readonly kind: "leaf";
  /** Null for structure-only. */
  readonly own: AccessGroups | null;
  readonly ancestors: readonly AccessGroups[];
};

export type PrivateDirectory = Common & { readonly kind: "private"; readonly own: AccessGroups };

/** What the portal wants of one managed directory (domain.md, "How a hierarchy becomes an ACL", rule 3). */
export type ManagedDirectory = PartitionDirectory | InnerDirectory | LeafDirectory | PrivateDirectory;

/** The access groups that stand on a directory, the highest ancestor first and its own last. */
export function groupsOn(directory: ManagedDirectory): readonly AccessGroups[] {
  const above = directory.kind === "inner" || directory.kind === "leaf" ? directory.ancestors : [];
  return directory.own ? [...above, directory.own] : above;
}

/** The members group where the directory carries it: on the partition and on inner folders, else null. */
export function membersOn(directory: ManagedDirectory): Qualifier | null {
  return directory.kind === "partition" || directory.kind === "inner" ? directory.members : null;
}

/** Whether only the owner and super-users may rename or delete what lies directly in the directory. */
export function hasStickyBit(directory: ManagedDirectory): boolean {
  return directory.kind === "partition" || directory.kind === "inner";
}
