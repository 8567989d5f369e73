import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import type { Services } from "#lib/platform/services.ts";
import { refuseEntryName } from "#lib/transfers/entry-name.ts";

/** Makes a plain directory (never a managed folder) under the actor's own token; the lake decides whether they may. */
export async function makeDirectory(
  services: Services,
  actor: Actor,
  request: PlaceRequest,
): Promise<BrowseOutcome<{ url: string }>> {
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place, session } = opened.value;
  const why = refuseEntryName(place.names.at(-1) ?? "");
  if (why !== null) {
    return { ok: false, refusal: "name_refused", why };
  }
  const made = await session.makeDirectory(place.lake);
  return made.ok
    ? { ok: true, value: { url: place.url } }
    : explainRefusal(services, actor, { place, no: made, intent: "write" });
}
