import { z } from "zod";
import type { Actor } from "#lib/auth/actor.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { endSession } from "#lib/auth/end-session.ts";
import { type SessionStanding, sessionStanding, sessionTimes } from "#lib/auth/session-times.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { nobody } from "#lib/platform/db.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Services } from "#lib/platform/services.ts";

/** Who a cookie stands for. `session_ended`: there was a session, it no longer counts; `person_disabled`: closed by the operator. */
export type LoadedActor =
  | { ok: true; actor: Actor }
  | { ok: false; refusal: "not_signed_in" | "session_ended" | "person_disabled" };

/** Columns that both look-ups of the database share; parsed, because raw SQL carries no types. */
export const personRow = z.object({
  person_id: z.uuid(),
  tenant_id: z.guid(),
  object_id: z.guid(),
  name: z.string(),
  address: z.string(),
  user_type: z.enum(["member", "guest"]),
  person_state: z.enum(["pending", "redeemed", "disabled"]),
  memberships: z.array(
    z.object({
      organizationId: z.guid(),
      slug: z.string(),
      name: z.string(),
      orgRole: z.enum(["admin", "member"]),
    }),
  ),
});

const sessionRow = personRow.extend({
  is_platform_admin: z.boolean(),
  last_seen_at: z.date(),
  expires_at: z.date(),
  ended_at: z.date().nullable(),
  tokens_fresh_after: z.date().nullable(),
});

/**
 * The actor of a session cookie's token, memberships loaded anew on every request. A session that became too old or too
 * idle is ended here, with its sealed cache; being seen is recorded at most once a minute.
 */
export async function loadActor(
  services: Services,
  request: { token: string; correlationId: string },
): Promise<LoadedActor> {
  const sessionId = hashOf(request.token);
  const row = await findSession(services, sessionId);
  if (row === null) {
    return { ok: false, refusal: "not_signed_in" };
  }
  const now = services.clock.now();
  const times = { lastSeenAt: row.last_seen_at, expiresAt: row.expires_at, endedAt: row.ended_at };
  const standing = sessionStanding(times, now);
  if (standing === "idle" || standing === "over" || standing === "ended") {
    await expire(services, standing, {
      sessionId,
      personId: row.person_id,
      correlationId: request.correlationId,
    });
    return { ok: false, refusal: "session_ended" };
  }
  if (row.person_state !== "redeemed") {
    return { ok: false, refusal: "person_disabled" };
  }
  if (standing === "live_unrecorded") {
    await recordSeen(services, sessionId, row.person_id);
  }
  const { is_platform_admin: isPlatformAdmin, tokens_fresh_after: tokensFreshAfter } = row;
  return { ok: true, actor: actorOf(row, { sessionId, isPlatformAdmin, tokensFreshAfter }) };
}

/** An actor out of a person's row; the two facts that are not the person's own are given apart. */
export function actorOf(
  row: z.infer<typeof personRow>,
  proof: Pick<Actor, "sessionId" | "isPlatformAdmin" | "bearer" | "tokensFreshAfter">,
): Actor {
  return {
    brand: "actor",
    personId: row.person_id,
    tenantId: row.tenant_id,
    objectId: row.object_id,
    name: row.name,
    address: row.address,
    isGuest: row.user_type === "guest",
    memberships: row.memberships,
    ...proof,
  };
}

async function findSession(services: Services, sessionId: string) {
  const rows = await services.db.within(
    nobody,
    (transaction) => transaction.$queryRaw<unknown[]>`SELECT * FROM session_actor(${sessionId})`,
  );
  return rows[0] === undefined ? null : sessionRow.parse(rows[0]);
}

async function expire(
  services: Services,
  standing: SessionStanding,
  session: { sessionId: string; personId: string; correlationId: string },
): Promise<void> {
  if (standing !== "ended") {
    await endSession(services, { ...session, event: "session.expired" });
  }
}

async function recordSeen(services: Services, sessionId: string, personId: string): Promise<void> {
  const now = services.clock.now();
  await services.db.within(personScope(personId), (transaction) =>
    transaction.signInSession.updateMany({
      where: {
        id: sessionId,
        endedAt: null,
        lastSeenAt: { lte: secondsAfter(now, -sessionTimes.seenEverySeconds) },
      },
      data: { lastSeenAt: now },
    }),
  );
}
