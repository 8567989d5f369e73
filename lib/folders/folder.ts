import type { AccessGroups, ManagedDirectory } from "#lib/acl/directory.ts";
import { parseQualifier, type Qualifier } from "#lib/acl/entry.ts";
import { AppError } from "#lib/platform/errors.ts";

/** One access group's row, as far as ACLs need it. */
export type AccessGroupRow = {
  id: string;
  level: "reader" | "contributor";
  name: string;
  objectId: string | null;
};

/** A managed directory's rows: the folder, what stands above it, and whether folders lie below. */
export type FolderRows = {
  path: string;
  /** Null: the partition itself. */
  parentId: string | null;
  isPrivate: boolean;
  hasChildren: boolean;
  groups: readonly AccessGroupRow[];
  /** Groups of each managed directory above, the partition first; structure-only ones are empty. */
  groupsAbove: readonly (readonly AccessGroupRow[])[];
  membersGroupId: string | null;
  isSuspended: boolean;
};

/** How a group's row becomes an id in an ACL. */
export type IdOfGroup = (group: AccessGroupRow) => string;

/** Entra's id; a fault while the group has not been made. */
export const madeGroupId: IdOfGroup = (group) => {
  if (group.objectId === null) {
    throw new AppError("unexpected", `Access group ${group.name} has not been made in Entra yet.`);
  }
  return group.objectId;
};

/** Stands in for Entra's id while only the number of entries matters. */
export const plannedGroupId: IdOfGroup = (group) => group.objectId ?? group.id;

/** What the portal wants of the directory (domain.md, "How a hierarchy becomes an ACL", rule 3). */
export function managedDirectoryOf(rows: FolderRows, idOf: IdOfGroup = madeGroupId): ManagedDirectory {
  const common = { path: rows.path, stops: [] };
  const own = accessGroupsOf(rows.groups, idOf);
  const members = () => qualifierOf(rows.membersGroupId ?? missingMembers());
  if (rows.parentId === null) {
    return {
      kind: "partition",
      ...common,
      own: present(own),
      members: members(),
      isSuspended: rows.isSuspended,
    };
  }
  if (rows.isPrivate) {
    return { kind: "private", ...common, own: present(own) };
  }
  const ancestors = rows.groupsAbove
    .map((groups) => accessGroupsOf(groups, idOf))
    .filter((groups) => groups !== null);
  return rows.hasChildren
    ? { kind: "inner", ...common, own, ancestors, members: members() }
    : { kind: "leaf", ...common, own, ancestors };
}

/** R and C, or null for structure-only. */
function accessGroupsOf(groups: readonly AccessGroupRow[], idOf: IdOfGroup): AccessGroups | null {
  const reader = groups.find((group) => group.level === "reader");
  const contributor = groups.find((group) => group.level === "contributor");
  return reader === undefined || contributor === undefined
    ? null
    : { reader: qualifierOf(idOf(reader)), contributor: qualifierOf(idOf(contributor)) };
}

function present(own: AccessGroups | null): AccessGroups {
  if (own === null) {
    throw new AppError("unexpected", "A partition or private folder has no access groups of its own.");
  }
  return own;
}

function qualifierOf(objectId: string): Qualifier {
  const qualifier = parseQualifier(objectId);
  if (qualifier === null) {
    throw new AppError("unexpected", `${objectId} is no object id.`);
  }
  return qualifier;
}

function missingMembers(): never {
  throw new AppError("unexpected", "The organization's members group has not been made in Entra yet.");
}
