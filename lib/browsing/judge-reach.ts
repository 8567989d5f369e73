import type { AccessLevel, GrantedFolder, ManagedFolder, Reach } from "#lib/browsing/browsing.ts";
import { secondsAfter } from "#lib/platform/clock.ts";

/** A grant as the database has it, on one managed folder. */
export type GrantRow = {
  level: AccessLevel;
  expiresAt: Date | null;
  createdAt: Date;
  folderId: string;
};

// Azure documents minutes, and up to the life of a token, for a new group membership (identity.md, 2026-11).
export const feltWithinSeconds = 75 * 60;

/**
 * The strongest grant that leads to the last folder of `chain` (partition first). A private folder does not take its
 * ancestors' access, so only grants on it or below it count.
 */
export function reachOf(chain: readonly ManagedFolder[], grants: readonly GrantRow[]): Reach | null {
  const closedAt = chain.findLastIndex((folder) => folder.isPrivate);
  const open = chain.slice(Math.max(closedAt, 0));
  const found = open.flatMap((folder) =>
    grants.filter((grant) => grant.folderId === folder.id).map((grant) => ({ grant, folder })),
  );
  const best = found.toSorted((left, right) => rank(right.grant) - rank(left.grant)).at(0);
  return best === undefined
    ? null
    : {
        level: best.grant.level,
        expiresAt: best.grant.expiresAt,
        grantedAt: best.grant.createdAt,
        folderName: best.folder.name,
      };
}

/** When a grant should have been noticed everywhere. */
export function feltBy(grantedAt: Date): Date {
  return secondsAfter(grantedAt, feltWithinSeconds);
}

/** One line per folder: of several grants the highest level, and of those the longest. */
export function mergeGranted(folders: readonly GrantedFolder[]): GrantedFolder[] {
  const byPlace = new Map<string, GrantedFolder>();
  for (const folder of folders) {
    const key = `${folder.zone}/${folder.path}`;
    const known = byPlace.get(key);
    if (known === undefined || rank(folder) > rank(known)) {
      byPlace.set(key, folder);
    }
  }
  return markTops([...byPlace.values()]);
}

function markTops(folders: GrantedFolder[]): GrantedFolder[] {
  return folders.map((folder) => ({
    ...folder,
    isTop: !folders.some((other) => other.zone === folder.zone && folder.path.startsWith(`${other.path}/`)),
  }));
}

function rank(grant: { level: AccessLevel; expiresAt: Date | null }): number {
  const level = grant.level === "contributor" ? 1e16 : 0;
  return level + (grant.expiresAt?.getTime() ?? 9e15);
}
