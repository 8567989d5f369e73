import type { Actor } from "#lib/auth/actor.ts";
import { type CacheOwner, drawStorageToken } from "#lib/auth/draw-storage-token.ts";
import { holdToken, isTokenFresh, sessionTokenKey } from "#lib/auth/held-token.ts";
import { acquireOnBehalfOf } from "#lib/auth/on-behalf-of.ts";
import type { HeldToken, StorageTokenOutcome } from "#lib/auth/storage-token-outcome.ts";
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
  const held = findHeld(services, actor);
  if (held !== null) {
    return { ok: true, token: held.token };
  }
  const drawn = await drawStorageToken(services, actor.personId, (transaction) =>
    findCache(transaction, actor),
  );
  if (drawn === null) {
    return { ok: false, refusal: "sign_in_again" };
  }
  if (!drawn.ok) {
    return drawn;
  }
  if (actor.sessionId !== null) {
    holdToken(services.tokens.ofSessions, sessionTokenKey(actor.personId, actor.sessionId), drawn);
  }
  return { ok: true, token: drawn.token };
}

/** What this process still holds for the actor's session, which was looked up to make the actor: no need to ask again. */
function findHeld(services: Services, actor: Actor): HeldToken | null {
  const { sessionId, tokensFreshAfter } = actor;
  if (sessionId === null || tokensFreshAfter === undefined) {
    return null;
  }
  const held = services.tokens.ofSessions.get(sessionTokenKey(actor.personId, sessionId));
  const now = services.clock.now();
  const isFresh =
    held !== undefined &&
    isTokenFresh({ expiresAt: held.token.expiresAt, obtainedAt: held.obtainedAt }, now, tokensFreshAfter);
  return isFresh ? held : null;
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
