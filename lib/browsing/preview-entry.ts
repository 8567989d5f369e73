import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome, EntryDetail } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { detailOf } from "#lib/browsing/list-directory.ts";
import { openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import type { Preview } from "#lib/browsing/preview.ts";
import { previewFile } from "#lib/browsing/preview-file.ts";
import type { Services } from "#lib/platform/services.ts";

/** What the panel beside the list shows; a directory has no preview. */
export type Inspected = { detail: EntryDetail; preview: Preview | null };

/** Properties of one path and, of a file, its first rows or bytes. */
export async function previewEntry(
  services: Services,
  actor: Actor,
  request: PlaceRequest,
): Promise<BrowseOutcome<Inspected>> {
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place, session } = opened.value;
  const explain = (no: Parameters<typeof explainRefusal>[2]["no"]) =>
    explainRefusal(services, actor, { place, no, intent: "read" });
  const found = await session.properties(place.lake);
  if (!found.ok) {
    return explain(found);
  }
  const detail = detailOf(found.value, place);
  if (found.value.isDirectory) {
    return { ok: true, value: { detail, preview: null } };
  }
  const preview = await previewFile(session, place.lake, found.value);
  return preview.ok ? { ok: true, value: { detail, preview: preview.value } } : explain(preview);
}
