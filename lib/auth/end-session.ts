import type { AuditEventName } from "#lib/audit/audit-event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { sessionTokenKey } from "#lib/auth/held-token.ts";
import { nobody } from "#lib/platform/db.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Services } from "#lib/platform/services.ts";

/** Which session ends, whose, and as what the audit records it. */
export type EndingSession = {
  sessionId: string;
  personId: string;
  correlationId: string;
  event?: Extract<AuditEventName, "session.ended" | "session.expired">;
};

/**
 * Ends one sign-in session: its row says so, its sealed cache is deleted, the audit has it. Other sessions of the person
 * and running notebooks go on. Returns Entra's own logout address, or null when the session had already ended.
 */
export async function endSession(
  services: Services,
  ending: EndingSession,
): Promise<{ entraLogoutUrl: string } | null> {
  const { sessionId, personId, correlationId } = ending;
  services.tokens.ofSessions.delete(sessionTokenKey(personId, sessionId));
  return services.db.within(personScope(personId), async (transaction) => {
    const session = await transaction.signInSession.findUnique({
      where: { id: sessionId, endedAt: null },
      select: { cacheId: true, loginHint: true, person: { select: { name: true } } },
    });
    const ended = await transaction.signInSession.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: services.clock.now(), sealedSpaCode: null, spaCodeExpiresAt: null },
    });
    if (session === null || ended.count === 0) {
      return null;
    }
    if (session.cacheId !== null) {
      await transaction.sealedCache.deleteMany({ where: { id: session.cacheId } });
    }
    const event = ending.event ?? "session.ended";
    const actor = { actorPersonId: personId, actorLabel: session.person.name };
    await recordEvent(transaction, services, { event, ...actor, correlationId });
    return { entraLogoutUrl: entraLogoutUrl(services, session.loginHint) };
  });
}

/** Ends the session of a cookie that is about to be replaced or dropped; a cookie that names none is no matter. */
export async function endSessionOfCookie(
  services: Services,
  cookie: { token: string; correlationId: string },
): Promise<{ entraLogoutUrl: string } | null> {
  const sessionId = hashOf(cookie.token);
  const personId = await services.db.within(nobody, async (transaction) => {
    const [row] = await transaction.$queryRaw<
      { id: string | null }[]
    >`SELECT session_person(${sessionId}) AS id`;
    return row?.id ?? null;
  });
  return personId === null
    ? null
    : endSession(services, { sessionId, personId, correlationId: cookie.correlationId });
}

/** Entra's logout page, which returns to /sign-in. The hint spares the question which account is meant. */
export function entraLogoutUrl(services: Services, loginHint: string): string {
  const url = new URL(services.tokens.endpoints.endSession);
  url.searchParams.set("client_id", services.env.ENTRA_CLIENT_ID);
  url.searchParams.set("post_logout_redirect_uri", `${services.env.PORTAL_ORIGIN}/sign-in`);
  url.searchParams.set("logout_hint", loginHint);
  return url.toString();
}
