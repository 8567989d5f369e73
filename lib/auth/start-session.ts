import { recordEvent } from "#lib/audit/record-event.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import type { Identity } from "#lib/auth/identity-claims.ts";
import { insertSealedCache } from "#lib/auth/sealed-cache.ts";
import { sealValue } from "#lib/auth/sealed-value.ts";
import { sessionTimes } from "#lib/auth/session-times.ts";
import type { TokenHolding } from "#lib/auth/token-holding.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { nobody } from "#lib/platform/db.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Services } from "#lib/platform/services.ts";

/** Who signed in, with what tokens, and under which correlation id. */
export type NewSession = {
  identity: Identity;
  holding: TokenHolding;
  /** The hybrid code for the browser's own client; null when Entra gave none. */
  spaCode: string | null;
  correlationId: string;
};

/** The new session's cookie value (never stored) and when it ends at the latest. */
export type StartedSession = { token: string; expiresAt: Date };

/**
 * Records the person by (tid, oid), turning pending into redeemed, then stores sealed cache, session and audit event
 * in one transaction. Null for a person whose access the operator closed.
 */
export async function startSession(services: Services, session: NewSession): Promise<StartedSession | null> {
  const personId = await recordPerson(services, session.identity);
  if (personId === null) {
    return null;
  }
  const { clock, ids, tokens } = services;
  const token = ids.token(32);
  const at = clock.now();
  const expiresAt = secondsAfter(at, sessionTimes.absoluteSeconds);
  const id = hashOf(token);
  const cacheId = ids.uuid();
  const { identity, holding, correlationId } = session;
  await services.db.within(personScope(personId), async (transaction) => {
    await insertSealedCache(transaction, tokens.seals, { cacheId, personId, kind: "session", holding, at });
    await transaction.signInSession.create({
      data: {
        id,
        personId,
        cacheId,
        isPlatformAdmin: identity.isPlatformAdmin,
        loginHint: identity.loginHint,
        ...sealSpaCode(services, session.spaCode, { id, personId }),
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      },
    });
    await transaction.person.update({ where: { id: personId }, data: { lastSeenAt: at } });
    const event = { event: "session.started", actorPersonId: personId, actorLabel: identity.name } as const;
    await recordEvent(transaction, services, { ...event, correlationId });
  });
  return { token, expiresAt };
}

async function recordPerson(services: Services, identity: Identity): Promise<string | null> {
  const { tenantId, objectId, name, address, userType } = identity;
  return services.db.within(nobody, async (transaction) => {
    const [row] = await transaction.$queryRaw<{ id: string }[]>`
      SELECT record_person(${services.ids.uuid()}::uuid, ${tenantId}::uuid, ${objectId}::uuid, ${name}, ${address},
        ${userType}::user_type, 'redeemed'::person_state, ${services.clock.now()}) AS id`;
    const [known] = await transaction.$queryRaw<{ person_state: string }[]>`
      SELECT person_state FROM directory_actor(${tenantId}::uuid, ${objectId}::uuid)`;
    return row === undefined || known?.person_state === "disabled" ? null : row.id;
  });
}

function sealSpaCode(services: Services, code: string | null, session: { id: string; personId: string }) {
  if (code === null) {
    return {};
  }
  const binding = { purpose: "spa-code", recordId: session.id, personId: session.personId } as const;
  return {
    sealedSpaCode: sealValue(services.tokens.seals, binding, code).bytes,
    spaCodeExpiresAt: secondsAfter(services.clock.now(), sessionTimes.spaCodeSeconds),
  };
}
