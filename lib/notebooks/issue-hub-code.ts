import type { Actor } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import {
  type HubAuthorization,
  type HubAuthorizationRefusal,
  judgeHubAuthorization,
} from "#lib/notebooks/hub-authorization.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Services } from "#lib/platform/services.ts";

const codeLivesSeconds = 60;

/**
 * Answers the Hub's authorization request for a signed-in person: the address to send the browser back to, with a
 * single-use code that lives 60 seconds. Refuses another client, another redirect address and a missing PKCE challenge
 * without redirecting (RFC 9700, section 4.11).
 */
export async function issueHubCode(
  services: Services,
  actor: Actor,
  request: HubAuthorization,
): Promise<{ ok: true; location: string } | { ok: false; refusal: HubAuthorizationRefusal }> {
  const judged = judgeHubAuthorization(request, services.env);
  const { sessionId } = actor;
  if (!judged.ok) {
    return judged;
  }
  if (sessionId === null) {
    return { ok: false, refusal: "not_signed_in" };
  }
  const code = services.ids.token(32);
  await services.db.within(scopeOf(actor), (transaction) =>
    transaction.hubCode.create({
      data: {
        id: hashOf(code),
        personId: actor.personId,
        sessionId,
        redirectUri: judged.redirectUri,
        codeChallenge: judged.codeChallenge,
        expiresAt: secondsAfter(services.clock.now(), codeLivesSeconds),
      },
      select: { id: true },
    }),
  );
  const location = new URL(judged.redirectUri);
  location.searchParams.set("code", code);
  location.searchParams.set("state", judged.state);
  // RFC 9207: the Hub refuses an answer that does not name its issuer.
  location.searchParams.set("iss", services.env.PORTAL_ORIGIN);
  return { ok: true, location: location.href };
}
