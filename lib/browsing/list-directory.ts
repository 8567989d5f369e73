import type { DirectoryEntry, DirectoryPage, EntryDetail, Place } from "#lib/browsing/browsing.ts";
import type { LakeEntry, LakeOutcome, LakeProperties, LakeSession } from "#lib/lake/lake.ts";
import { secondsAfter } from "#lib/platform/clock.ts";

/** Entries of one page as the portal asks for them; the lake would give up to 5,000. */
export const pageEntriesMax = 1000;

const unfinishedShownAfterSeconds = 24 * 60 * 60;

/**
 * Names of files that are still being written (lib/lake/write-file.ts and the browser's own uploads). They are hidden
 * for a day; an older one was left behind by a crash and is shown, so that somebody can remove it.
 */
const unfinishedName = /^\.lakeport-upload-[a-z0-9-]+$/;

/** One page of a directory as the person behind `session` may see it; one round trip. */
export async function listDirectory(
  session: LakeSession,
  place: Place,
  page: { continuation: string | null; pageSize: number; now: Date },
): Promise<LakeOutcome<DirectoryPage>> {
  const listed = await session.list(place.lake, { pageSize: page.pageSize, continuation: page.continuation });
  if (!listed.ok) {
    return listed;
  }
  const folders = new Set(place.childFolders);
  const hiddenSince = secondsAfter(page.now, -unfinishedShownAfterSeconds);
  return {
    ok: true,
    value: {
      entries: listed.value.entries
        .filter((entry) => !unfinishedName.test(entry.name) || entry.modifiedAt < hiddenSince)
        .map((entry) => describe(entry, folders)),
      continuation: listed.value.continuation,
    },
  };
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
