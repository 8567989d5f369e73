import { budgetOf, type ForeignCount } from "#lib/acl/budget.ts";
import type { ManagedDirectory } from "#lib/acl/directory.ts";
import { isSameQualifier } from "#lib/acl/entry.ts";
import type { HierarchyDirectory } from "#lib/acl/hierarchy.ts";

type Directories = readonly HierarchyDirectory<ManagedDirectory>[];

export type StopPlacement =
  | { readonly kind: "stop"; readonly id: string | null; readonly path: string }
  /** A remaining grant leads through every place: only the ordinary delay is left. */
  | { readonly kind: "remaining-grant" }
  /** No slot is free on the folder nor on any ancestor through which nothing is kept. */
  | { readonly kind: "no-slot" }
  | { readonly kind: "unknown-folder" };

/**
 * Where a revocation's stop entry goes (domain.md, rule 5b): on the folder itself where no remaining grant is
 * on it, below it, or above it and taken by it; with its slots full, on the nearest managed ancestor of which
 * the same holds. Ids are folders', null the partition.
 */
export function placeStop(
  directories: Directories,
  revocation: { readonly folderId: string | null; readonly remaining: readonly (string | null)[] },
  foreignAt: (path: string) => ForeignCount = () => ({ access: 0, default: 0 }),
): StopPlacement {
  const folder = directories.find(({ id }) => id === revocation.folderId);
  if (!folder) return { kind: "unknown-folder" };
  const granted = directories.filter(({ id }) => revocation.remaining.includes(id));
  const candidates = [folder, ...ancestorsOf(directories, folder)].filter(({ directory }) =>
    granted.every((grant) => !leadsThrough(grant.directory, directory)),
  );
  if (candidates[0] !== folder) return { kind: "remaining-grant" };
  const free = candidates.find(
    ({ directory }) => budgetOf(directory, foreignAt(directory.path)).stopsFree > 0,
  );
  return free ? { kind: "stop", id: free.id, path: free.directory.path } : { kind: "no-slot" };
}

/**
 * The directories whose stop of this person a new grant on `folderId` leads through, and which is lifted at
 * once: the folder, its ancestors, and what below it takes its access.
 */
export function stopsToLift(
  directories: Directories,
  grant: { readonly folderId: string | null; readonly personId: string },
): Directories {
  const folder = directories.find(({ id }) => id === grant.folderId);
  if (!folder) return [];
  return directories.filter(
    ({ directory }) =>
      directory.stops.some((stop) => isSameQualifier(stop, grant.personId)) &&
      leadsThrough(folder.directory, directory),
  );
}

/** Whether what a grant on `granted` gives is reached at or through `directory`. */
function leadsThrough(granted: ManagedDirectory, directory: ManagedDirectory): boolean {
  const isAtOrBelow = granted.path === directory.path || isBelow(granted, directory);
  return isAtOrBelow || (isBelow(directory, granted) && directory.kind !== "private");
}

/** Nearest first. */
function ancestorsOf(directories: Directories, folder: HierarchyDirectory<ManagedDirectory>): Directories {
  return directories
    .filter(({ directory }) => isBelow(folder.directory, directory))
    .toSorted((left, right) => right.directory.path.length - left.directory.path.length);
}

function isBelow(directory: ManagedDirectory, ancestor: ManagedDirectory): boolean {
  return directory.path.startsWith(`${ancestor.path}/`);
}
