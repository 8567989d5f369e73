import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { drawStorageToken, personScope, renewHolding } from "#lib/auth/draw-storage-token.ts";
import { insertSealedCache, readSealedCache } from "#lib/auth/sealed-cache.ts";
import type { StorageTokenOutcome } from "#lib/auth/storage-token-outcome.ts";
import type { TokenHolding } from "#lib/auth/token-holding.ts";
import type { Services } from "#lib/platform/services.ts";

/** Which notebook server may act as the actor, until when. */
export type DelegationConsent = { serverId: string; until: Date; correlationId: string };

/** A delegation, or why the tokens for it could not be had (the same refusals as for the storage token). */
export type GivenDelegation =
  | { ok: true; delegationId: string }
  | Extract<StorageTokenOutcome, { ok: false }>;

/**
 * Records the actor's consent that one notebook server acts as them. The delegation's cache is its own: a fresh client
 * draws a token from a copy of the session's refresh token, and what it then holds is sealed under a new record; the
 * session's cache is neither changed nor shared, so that ending one leaves the other.
 */
export async function giveDelegation(
  services: Services,
  actor: Actor,
  consent: DelegationConsent,
): Promise<GivenDelegation> {
  const held = await readSessionHolding(services, actor);
  if (held === null) {
    return { ok: false, refusal: "sign_in_again" };
  }
  const renewed = await renewHolding(services, held, actor);
  if (!renewed.ok) {
    return renewed;
  }
  return {
    ok: true,
    delegationId: await storeDelegation(services, actor, { ...consent, holding: renewed.holding }),
  };
}

/** A delegation's storage token, or why there is none; `delegation_ended` covers unknown, foreign, ended and overdue. */
export type DelegatedTokenOutcome = StorageTokenOutcome | { ok: false; refusal: "delegation_ended" };

/**
 * The storage token of a delegation that still holds, for the identity endpoint. The token's true end is returned; the
 * caller reports at most 15 minutes of it (decision 8). `personId` comes from the Hub user's record, never from the asker.
 */
export async function acquireDelegatedStorageToken(
  services: Services,
  delegationId: string,
  personId: string,
): Promise<DelegatedTokenOutcome> {
  const drawn = await drawStorageToken(services, personId, async (transaction) => {
    const delegation = await transaction.delegation.findUnique({
      where: { id: delegationId, endedAt: null, until: { gt: services.clock.now() } },
      select: {
        cacheId: true,
        person: { select: { tenantId: true, objectId: true, state: true } },
      },
    });
    if (delegation === null || delegation.cacheId === null || delegation.person.state !== "redeemed") {
      return null;
    }
    const { tenantId, objectId } = delegation.person;
    return { cacheId: delegation.cacheId, personId, tenantId, objectId };
  });
  return drawn ?? { ok: false, refusal: "delegation_ended" };
}

/** Ends the delegation of a server and deletes its sealed cache; says whether there was one to end. */
export async function endDelegation(
  services: Services,
  person: { personId: string; name: string },
  ending: { serverId: string; correlationId: string },
): Promise<boolean> {
  const { serverId, correlationId } = ending;
  const { personId } = person;
  return services.db.within(personScope(personId), async (transaction) => {
    const live = await transaction.delegation.findUnique({
      where: { serverId, endedAt: null },
      select: { id: true, cacheId: true },
    });
    const ended = await transaction.delegation.updateMany({
      where: { serverId, endedAt: null },
      data: { endedAt: services.clock.now() },
    });
    if (live === null || ended.count === 0) {
      return false;
    }
    await transaction.sealedCache.deleteMany({ where: { id: live.cacheId ?? live.id } });
    await recordEvent(transaction, services, {
      event: "delegation.ended",
      actorPersonId: personId,
      actorLabel: person.name,
      correlationId,
      detail: { delegation: live.id, server: serverId },
    });
    return true;
  });
}

async function readSessionHolding(services: Services, actor: Actor): Promise<TokenHolding | null> {
  const { sessionId, personId } = actor;
  if (sessionId === null) {
    return null;
  }
  return services.db.within(personScope(personId), async (transaction) => {
    const session = await transaction.signInSession.findUnique({
      where: { id: sessionId, endedAt: null },
      select: { cacheId: true },
    });
    const cacheId = session?.cacheId ?? null;
    const opened =
      cacheId === null
        ? null
        : await readSealedCache(transaction, services.tokens.seals, { cacheId, personId });
    return opened?.holding ?? null;
  });
}

async function storeDelegation(
  services: Services,
  actor: Actor,
  given: DelegationConsent & { holding: TokenHolding },
): Promise<string> {
  const { personId } = actor;
  const { serverId, until, holding, correlationId } = given;
  const id = services.ids.uuid();
  const cacheId = services.ids.uuid();
  const at = services.clock.now();
  const { seals } = services.tokens;
  await services.db.within(personScope(personId), async (transaction) => {
    await insertSealedCache(transaction, seals, { cacheId, personId, kind: "delegation", holding, at });
    await transaction.delegation.create({ data: { id, personId, serverId, cacheId, createdAt: at, until } });
    await recordEvent(transaction, services, {
      event: "delegation.given",
      actorPersonId: personId,
      actorLabel: actor.name,
      correlationId,
      detail: { delegation: id, server: serverId, until: until.toISOString() },
    });
  });
  return id;
}
