import type { Actor } from "#lib/auth/actor.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { openValue } from "#lib/auth/sealed-value.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Hands out the hybrid code of the actor's session, once: it is deleted in the transaction that reads it. Null when
 * there is none (taken, older than five minutes, never given, or no session).
 */
export async function takeSpaCode(services: Services, actor: Actor): Promise<string | null> {
  const { sessionId, personId } = actor;
  if (sessionId === null) {
    return null;
  }
  return services.db.within(personScope(personId), async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM sign_in_session WHERE id = ${sessionId} FOR UPDATE`;
    const session = await transaction.signInSession.findUnique({
      where: { id: sessionId, endedAt: null },
      select: { sealedSpaCode: true, spaCodeExpiresAt: true },
    });
    const sealed = session?.sealedSpaCode ?? null;
    if (sealed === null) {
      return null;
    }
    await transaction.signInSession.update({
      where: { id: sessionId },
      data: { sealedSpaCode: null, spaCodeExpiresAt: null },
    });
    const isLive = (session?.spaCodeExpiresAt?.getTime() ?? 0) > services.clock.now().getTime();
    const binding = { purpose: "spa-code", recordId: sessionId, personId } as const;
    return isLive ? openValue(services.tokens.seals, binding, sealed) : null;
  });
}
