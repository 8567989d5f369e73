import type { Actor } from "#lib/auth/actor.ts";
import type { Place } from "#lib/browsing/browsing.ts";
import { openPlace } from "#lib/browsing/open-place.ts";
import type { Services } from "#lib/platform/services.ts";

/** A page is answered within a second all the same: the rest goes with the next visit. */
const sweptMax = 20;

/**
 * Removes from a directory what the actor's own broken uploads left there, under the actor's own token. Best effort:
 * what the lake refuses stays, and is named again by the next listing.
 */
export async function sweepDrafts(
  services: Services,
  actor: Actor,
  swept: { place: Place; correlationId: string; names: readonly string[] },
): Promise<void> {
  const opened = await openPlace(services, actor, swept);
  if (!opened.ok) {
    return;
  }
  const { session, place } = opened.value;
  const { container, path } = place.lake;
  await Promise.all(
    swept.names
      .slice(0, sweptMax)
      .map((name) => session.delete({ container, path: `${path}/${name}` }, { recursive: false })),
  );
}
