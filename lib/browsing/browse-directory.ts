import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome, Place } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { type ListedDirectory, listDirectory, pageEntriesMax } from "#lib/browsing/list-directory.ts";
import { type OpenPlace, openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import type { LakeOutcome } from "#lib/lake/lake.ts";
import type { Services } from "#lib/platform/services.ts";

/** One page of a directory; or, when the address is a file's, that it is one. */
export type Browsed =
  | ({ kind: "directory"; place: Place } & ListedDirectory)
  | { kind: "file"; place: Place };

/** Up to 1,000 entries of the directory at an address, from `continuation` on, as the actor may see them. */
export async function browseDirectory(
  services: Services,
  actor: Actor,
  request: PlaceRequest & { continuation: string | null },
): Promise<BrowseOutcome<Browsed>> {
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place, session } = opened.value;
  const listed = await listDirectory(session, place, {
    continuation: request.continuation,
    pageSize: pageEntriesMax,
    now: services.clock.now(),
    objectId: actor.objectId,
  });
  const mayBeFile = request.continuation === null && !place.isFolder && looksLikeFile(listed);
  if (mayBeFile && (await isFile(opened.value))) {
    return { ok: true, value: { kind: "file", place } };
  }
  return listed.ok
    ? { ok: true, value: { kind: "directory", place, ...listed.value } }
    : explainRefusal(services, actor, { place, no: listed, intent: "read" });
}

/** What a listing of a file's path looks like is not documented: nothing in it, or a refusal that is no `forbidden`. */
function looksLikeFile(listed: LakeOutcome<ListedDirectory>): boolean {
  if (listed.ok) {
    const { page } = listed.value;
    return page.entries.length === 0 && page.continuation === null;
  }
  return listed.refusal !== "forbidden" && listed.refusal !== "busy";
}

async function isFile({ place, session }: OpenPlace): Promise<boolean> {
  const found = await session.properties(place.lake);
  return found.ok && !found.value.isDirectory;
}
