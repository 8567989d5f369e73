import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { entraLogoutUrl } from "#lib/auth/end-session.ts";
import { forgetTokensOf } from "#lib/auth/held-token.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { Services } from "#lib/platform/services.ts";

/** What ended, and which notebook servers the caller now has to stop at the Hub. */
export type EndedEverywhere = {
  sessions: number;
  delegations: number;
  serversToStop: { id: string; name: string; organizationId: string }[];
  entraLogoutUrl: string;
};

/**
 * Signs the actor out everywhere: all sessions and delegations end and every sealed cache of the person is deleted, in
 * one transaction. Tokens already handed out live on until their own end; the servers returned hold such tokens.
 */
export async function endAllSessions(
  services: Services,
  actor: Actor,
  input: { correlationId: string },
): Promise<EndedEverywhere> {
  const { personId } = actor;
  const endedAt = services.clock.now();
  forgetTokensOf(services.tokens.ofSessions, personId);
  return services.db.within(personScope(personId), async (transaction) => {
    const loginHint = await loginHintOf(transaction, actor);
    const live = { personId, endedAt: null };
    const sessions = await transaction.signInSession.updateMany({
      where: live,
      data: { endedAt, sealedSpaCode: null, spaCodeExpiresAt: null },
    });
    const delegations = await transaction.delegation.updateMany({ where: live, data: { endedAt } });
    await transaction.sealedCache.deleteMany({ where: { personId } });
    const serversToStop = await transaction.notebookServer.findMany({
      where: { personId, state: { in: ["requested", "starting", "running"] } },
      select: { id: true, name: true, organizationId: true },
    });
    await recordEvent(transaction, services, {
      event: "sessions.ended_everywhere",
      actorPersonId: personId,
      actorLabel: actor.name,
      correlationId: input.correlationId,
      detail: { sessions: sessions.count, delegations: delegations.count, servers: serversToStop.length },
    });
    return {
      sessions: sessions.count,
      delegations: delegations.count,
      serversToStop,
      entraLogoutUrl: entraLogoutUrl(services, loginHint),
    };
  });
}

async function loginHintOf(transaction: Transaction, actor: Actor): Promise<string> {
  if (actor.sessionId === null) {
    return actor.address;
  }
  const session = await transaction.signInSession.findUnique({
    where: { id: actor.sessionId },
    select: { loginHint: true },
  });
  return session?.loginHint ?? actor.address;
}
