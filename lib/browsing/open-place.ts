import type { Actor } from "#lib/auth/actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import type { BrowseOutcome, Place } from "#lib/browsing/browsing.ts";
import { type DataAddress, resolvePlace } from "#lib/browsing/queries.ts";
import type { LakeSession } from "#lib/lake/lake.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Which place a request means (by address, or already resolved for this actor), and the id under which portal, lake and
 * audit know the request.
 */
export type PlaceRequest = { correlationId: string } & (
  | { address: DataAddress; place?: undefined }
  | { place: Place }
);

/** A place and the person's own way into it. */
export type OpenPlace = { place: Place; session: LakeSession };

/**
 * The place behind an address, with a session of the lake under the actor's own delegated token. Refuses an absent
 * place before anything else, and a token that Entra does not give. Whether the lake will answer is not known yet.
 */
export async function openPlace(
  services: Services,
  actor: Actor,
  request: PlaceRequest,
): Promise<BrowseOutcome<OpenPlace>> {
  const [placed, drawn] = await Promise.all([
    request.place === undefined
      ? resolvePlace(services, actor, request.address)
      : { ok: true as const, value: request.place },
    acquireStorageToken(services, actor),
  ]);
  if (!placed.ok) {
    return placed;
  }
  if (!drawn.ok) {
    return drawn.refusal === "step_up"
      ? { ok: false, refusal: "step_up", claims: drawn.claims }
      : { ok: false, refusal: "unauthenticated" };
  }
  const session = services.lake.as(drawn.token, request.correlationId);
  return { ok: true, value: { place: placed.value, session } };
}
