import type { DirectoryEntry, DirectoryPage, EntryDetail, Place } from "#lib/browsing/browsing.ts";
import type { LakeEntry, LakeOutcome, LakeProperties, LakeSession } from "#lib/lake/lake.ts";
import { sortOutDrafts } from "#lib/transfers/drafts.ts";

/** Entries of one page as the portal asks for them; the lake would give up to 5,000. */
export const pageEntriesMax = 1000;

/** One page as it is shown, and the names on it that the person's own broken uploads left behind. */
export type ListedDirectory = { page: DirectoryPage; leftBehind: string[] };

/** One page of a directory as the person behind `session` may see it; one round trip. */
export async function listDirectory(
  session: LakeSession,
  place: Place,
  wanted: { continuation: string | null; pageSize: number; now: Date; objectId: string },
): Promise<LakeOutcome<ListedDirectory>> {
  const { pageSize, continuation } = wanted;
  const listed = await session.list(place.lake, { pageSize, continuation });
  if (!listed.ok) {
    return listed;
  }
  const { shown, leftBehind } = sortOutDrafts(listed.value.entries, wanted);
  const folders = new Set(place.childFolders);
  const page = {
    entries: shown.map((entry) => describe(entry, folders)),
    continuation: listed.value.continuation,
  };
  return { ok: true, value: { page, leftBehind } };
}

function describe(entry: LakeEntry, folders: ReadonlySet<string>): DirectoryEntry {
  return {
    name: entry.name,
    kind: entry.isDirectory ? "directory" : "file",
    sizeBytes: entry.isDirectory ? null : entry.size,
    modifiedAt: entry.modifiedAt.toISOString(),
    isFolder: entry.isDirectory && folders.has(entry.name),
  };
}

/** What the properties panel shows of one path. */
export function detailOf(found: LakeProperties, place: Place): EntryDetail {
  return {
    ...describe(found, new Set()),
    isFolder: place.isFolder,
    lakePath: found.path,
    contentType: found.contentType,
    createdAt: found.createdAt?.toISOString() ?? null,
    etag: found.etag,
    owner: found.owner,
    permissions: found.permissions,
  };
}
