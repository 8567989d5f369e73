import { type CompiledDirectory, type CompileRefusal, compileDirectory } from "#lib/acl/compile.ts";
import {
  type AccessGroups,
  groupsOn,
  type ManagedDirectory,
  type PartitionDirectory,
} from "#lib/acl/directory.ts";
import type { Qualifier } from "#lib/acl/entry.ts";

/** One folder of the application hierarchy; `parentId` null hangs it on the partition. */
export type HierarchyFolder = {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  /** Null for structure-only. */
  readonly own: AccessGroups | null;
  readonly isPrivate: boolean;
  readonly stops: readonly Qualifier[];
};

/** A partition with all of its managed folders, in any order. */
export type Hierarchy = {
  readonly partition: Omit<PartitionDirectory, "kind">;
  readonly folders: readonly HierarchyFolder[];
};

/** A directory of the hierarchy; `id` is null for the partition. */
export type HierarchyDirectory<T> = { readonly id: string | null; readonly directory: T };

export type HierarchyRefusal =
  | CompileRefusal
  | { readonly kind: "private-has-children"; readonly id: string }
  | { readonly kind: "private-without-groups"; readonly id: string }
  | { readonly kind: "duplicate-folder"; readonly id: string }
  | { readonly kind: "unreachable-folder"; readonly id: string };

export type HierarchyResult =
  | { readonly ok: true; readonly directories: readonly HierarchyDirectory<CompiledDirectory>[] }
  | { readonly ok: false; readonly refusal: HierarchyRefusal };

type Shaped =
  | { readonly ok: true; readonly directories: readonly HierarchyDirectory<ManagedDirectory>[] }
  | { readonly ok: false; readonly refusal: HierarchyRefusal };

/**
 * Every managed directory of a partition with its ACL, parents before children. Refuses an id given twice, a
 * private folder with children or without groups, a folder whose parents do not lead to the partition, and
 * what one directory is refused for.
 */
export function compileHierarchy(hierarchy: Hierarchy): HierarchyResult {
  const shaped = shapeHierarchy(hierarchy);
  if (!shaped.ok) return shaped;
  const directories: HierarchyDirectory<CompiledDirectory>[] = [];
  for (const { id, directory } of shaped.directories) {
    const compiled = compileDirectory(directory);
    if (!compiled.ok) return compiled;
    directories.push({ id, directory: compiled.directory });
  }
  return { ok: true, directories };
}

/** Every managed directory with its kind, path and ancestors, parents before children; not yet compiled. */
export function shapeHierarchy(hierarchy: Hierarchy): Shaped {
  const childrenOf = Map.groupBy(hierarchy.folders, (folder) => folder.parentId);
  const refusal = findDuplicateFolder(hierarchy.folders) ?? findPrivateRefusal(hierarchy.folders, childrenOf);
  if (refusal) return { ok: false, refusal };
  const partition: PartitionDirectory = { kind: "partition", ...hierarchy.partition };
  const directories: HierarchyDirectory<ManagedDirectory>[] = [{ id: null, directory: partition }];
  for (let index = 0; index < directories.length; index += 1) {
    const parent = directories[index];
    if (!parent) break;
    for (const folder of childrenOf.get(parent.id) ?? []) {
      const isInner = childrenOf.has(folder.id);
      directories.push({
        id: folder.id,
        directory: shapeFolder(folder, parent.directory, { isInner, partition }),
      });
    }
  }
  return refuseUnreachable(hierarchy.folders, directories);
}

function shapeFolder(
  folder: HierarchyFolder,
  parent: ManagedDirectory,
  place: { readonly isInner: boolean; readonly partition: PartitionDirectory },
): ManagedDirectory {
  const common = { path: `${parent.path}/${folder.name}`, stops: folder.stops };
  if (folder.isPrivate && folder.own) return { kind: "private", ...common, own: folder.own };
  const ancestors = groupsOn(parent);
  return place.isInner
    ? { kind: "inner", ...common, own: folder.own, ancestors, members: place.partition.members }
    : { kind: "leaf", ...common, own: folder.own, ancestors };
}

function findDuplicateFolder(folders: readonly HierarchyFolder[]): HierarchyRefusal | null {
  const lastOfId = new Map(folders.map((folder) => [folder.id, folder]));
  const twice = folders.find((folder) => lastOfId.get(folder.id) !== folder);
  return twice ? { kind: "duplicate-folder", id: twice.id } : null;
}

function findPrivateRefusal(
  folders: readonly HierarchyFolder[],
  childrenOf: ReadonlyMap<string | null, unknown>,
): HierarchyRefusal | null {
  for (const { id, isPrivate, own } of folders) {
    if (isPrivate && !own) return { kind: "private-without-groups", id };
    if (isPrivate && childrenOf.has(id)) return { kind: "private-has-children", id };
  }
  return null;
}

function refuseUnreachable(
  folders: readonly HierarchyFolder[],
  directories: readonly HierarchyDirectory<ManagedDirectory>[],
): Shaped {
  const reached = new Set(directories.map((directory) => directory.id));
  const lost = folders.find((folder) => !reached.has(folder.id));
  return lost
    ? { ok: false, refusal: { kind: "unreachable-folder", id: lost.id } }
    : { ok: true, directories };
}
