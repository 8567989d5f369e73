import type { FolderRows } from "#lib/folders/folder.ts";
import { parseFolderPath, pathAndAncestors } from "#lib/folders/folder-path.ts";
import type { LakePlace } from "#lib/lake/lake.ts";
import type { Transaction } from "#lib/platform/db.ts";

/** A folder's rows with what its use cases ask besides. */
export type LoadedFolder = FolderRows & {
  id: string;
  organizationId: string;
  partitionId: string;
  zone: { id: string; name: string; isClosed: boolean };
  isStructureOnly: boolean;
  bornAt: Date | null;
  archivedAt: Date | null;
  place: LakePlace;
};

/** The folder with its ancestors' groups: two queries, whatever the depth. Null where this asker has none of that id. */
export async function loadFolder(transaction: Transaction, folderId: string): Promise<LoadedFolder | null> {
  const folder = await transaction.folder.findUnique({
    where: { id: folderId },
    include: {
      accessGroups: true,
      partition: { include: { zone: true } },
      organization: true,
      _count: { select: { children: true } },
    },
  });
  if (folder === null) {
    return null;
  }
  const { partition, organization } = folder;
  return {
    id: folder.id,
    organizationId: folder.organizationId,
    partitionId: folder.partitionId,
    path: folder.path,
    parentId: folder.parentId,
    isPrivate: folder.isPrivate,
    isStructureOnly: folder.isStructureOnly,
    bornAt: folder.bornAt,
    archivedAt: folder.archivedAt,
    hasChildren: folder._count.children > 0,
    groups: folder.accessGroups,
    groupsAbove: await loadGroupsAbove(transaction, folder),
    membersGroupId: organization.membersGroupId,
    isSuspended: organization.state === "suspended",
    zone: partition.zone,
    place: { container: partition.zone.name, path: folder.path },
  };
}

async function loadGroupsAbove(
  transaction: Transaction,
  folder: { partitionId: string; path: string },
): Promise<FolderRows["groupsAbove"]> {
  const above = await transaction.folder.findMany({
    where: { partitionId: folder.partitionId, path: { in: pathsAbove(folder.path) } },
    include: { accessGroups: true },
  });
  return above.sort((left, right) => left.path.length - right.path.length).map((found) => found.accessGroups);
}

function pathsAbove(path: string): string[] {
  const parsed = parseFolderPath(path);
  return parsed.ok ? pathAndAncestors(parsed.path).slice(0, -1) : [];
}
