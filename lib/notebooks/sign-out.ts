import type { Actor } from "#lib/auth/actor.ts";
import { endAllSessions } from "#lib/auth/end-all-sessions.ts";
import { endSession } from "#lib/auth/end-session.ts";
import { hubSignOutUrl } from "#lib/hub/hub-urls.ts";
import { forgetHubUser } from "#lib/notebooks/forget-hub-user.ts";
import { listRunning } from "#lib/notebooks/queries.ts";
import { stopServers } from "#lib/notebooks/stop-servers.ts";
import type { Services } from "#lib/platform/services.ts";

/** What the person wants ended; `notebooks` is their answer about running servers, null when they were not asked. */
export type SignOutWish = {
  scope: "here" | "everywhere";
  notebooks: "stop" | "leave" | null;
  correlationId: string;
};

/** Where the browser goes to end the other two sessions; `hub` is null when there is no Hub to sign out of. */
export type SignedOut = { ok: true; hub: string | null; entra: string | null };

/**
 * Signs out: the portal's session, and with `everywhere` all sessions, delegations and servers and what the Hub knows of
 * the person. Refuses with `notebooks_unanswered`, changing nothing, while servers run and the person was not asked.
 */
export async function signOut(
  services: Services,
  actor: Actor,
  wish: SignOutWish,
): Promise<SignedOut | { ok: false; refusal: "notebooks_unanswered" }> {
  if (wish.scope === "everywhere") {
    const ended = await endAllSessions(services, actor, wish);
    await inTime(endAtHub(services, actor, wish));
    return { ok: true, entra: ended.entraLogoutUrl, hub: await hubLogout(services) };
  }
  if (wish.notebooks === null && (await listRunning(services, actor)).length > 0) {
    return { ok: false, refusal: "notebooks_unanswered" };
  }
  if (wish.notebooks === "stop") {
    await inTime(stopServers(services, actor, wish));
  }
  const { sessionId, personId } = actor;
  const { correlationId } = wish;
  const ended =
    sessionId === null ? null : await endSession(services, { sessionId, personId, correlationId });
  return { ok: true, entra: ended?.entraLogoutUrl ?? null, hub: await hubLogout(services) };
}

async function endAtHub(services: Services, actor: Actor, wish: SignOutWish): Promise<void> {
  await stopServers(services, actor, wish);
  await forgetHubUser(services, actor, wish);
}

const waitAtMostMs = 4_000;

/** The database has it all before the Hub is asked; a slow Hub finishes behind the person's back, not before it. */
async function inTime(work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitAtMostMs);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

const answerWithinMs = 1_500;

/** A Hub that is down must not leave the browser on a dead page with Entra's session still open. */
async function hubLogout(services: Services): Promise<string | null> {
  const { HUB_URL } = services.env;
  if (HUB_URL === undefined) {
    return null;
  }
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), answerWithinMs);
  const answered = await Promise.race([services.hub.ping().catch(() => null), promise]);
  clearTimeout(timer);
  return answered === null ? null : hubSignOutUrl(HUB_URL);
}
