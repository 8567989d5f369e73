import type { Actor } from "#lib/auth/actor.ts";
import { drawStorageToken, personScope } from "#lib/auth/draw-storage-token.ts";
import { acquireOnBehalfOf } from "#lib/auth/on-behalf-of.ts";
import type { StorageTokenOutcome } from "#lib/auth/storage-token-outcome.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * The actor's own storage token, for data calls in the actor's name. Reused until five minutes before its end or until
 * the actor's access changed. Refusals: `sign_in_again` (session, refresh token or bearer token no longer good) and
 * `step_up` with the claims that conditional access asks for. An Entra that does not answer is thrown.
 */
export async function acquireStorageToken(services: Services, actor: Actor): Promise<StorageTokenOutcome> {
  if (actor.bearer !== undefined) {
    return acquireOnBehalfOf(services, actor, actor.bearer);
  }
  const cacheId = await findCacheId(services, actor);
  return cacheId === null
    ? { ok: false, refusal: "sign_in_again" }
    : drawStorageToken(services, { ...actor, cacheId });
}

async function findCacheId(services: Services, actor: Actor): Promise<string | null> {
  const { sessionId } = actor;
  if (sessionId === null) {
    return null;
  }
  const session = await services.db.within(personScope(actor.personId), (transaction) =>
    transaction.signInSession.findUnique({
      where: { id: sessionId, endedAt: null },
      select: { cacheId: true },
    }),
  );
  return session?.cacheId ?? null;
}
