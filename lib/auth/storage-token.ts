import type { Actor } from "#lib/auth/actor.ts";
import { type CacheOwner, drawStorageToken } from "#lib/auth/draw-storage-token.ts";
import { acquireOnBehalfOf } from "#lib/auth/on-behalf-of.ts";
import type { StorageTokenOutcome } from "#lib/auth/storage-token-outcome.ts";
import type { Transaction } from "#lib/platform/db.ts";
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
  const drawn = await drawStorageToken(services, actor.personId, (transaction) =>
    findCache(transaction, actor),
  );
  return drawn ?? { ok: false, refusal: "sign_in_again" };
}

async function findCache(transaction: Transaction, actor: Actor): Promise<CacheOwner | null> {
  const { sessionId, personId, tenantId, objectId } = actor;
  if (sessionId === null) {
    return null;
  }
  const session = await transaction.signInSession.findUnique({
    where: { id: sessionId, endedAt: null },
    select: { cacheId: true },
  });
  const cacheId = session?.cacheId ?? null;
  return cacheId === null ? null : { cacheId, personId, tenantId, objectId };
}
