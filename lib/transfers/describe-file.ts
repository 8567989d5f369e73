import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import type { Services } from "#lib/platform/services.ts";
import { contentHeaders } from "#lib/transfers/content-headers.ts";

/** The headers with which a file would be downloaded. A directory is refused as invalid. */
export async function describeFile(
  services: Services,
  actor: Actor,
  request: PlaceRequest,
): Promise<BrowseOutcome<Record<string, string>>> {
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place, session } = opened.value;
  const found = await session.properties(place.lake);
  if (!found.ok) {
    return explainRefusal(services, actor, { place, no: found, intent: "read" });
  }
  if (found.value.isDirectory) {
    return { ok: false, refusal: "invalid", code: "IsDirectory" };
  }
  const headers = contentHeaders({ ...found.value, disposition: { kind: "attachment" } });
  return { ok: true, value: { ...headers, "content-length": String(found.value.size) } };
}
