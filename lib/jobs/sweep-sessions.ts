import { secondsAfter } from "#lib/platform/clock.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** How many rows each sweep took away. */
export type Swept = { sessions: number; delegations: number; caches: number; hubCodes: number };

const endedKeptSeconds = 24 * 3600;
const spareSeconds = 3600;

/**
 * Ends what ran out, takes away sessions and codes that ended a day ago, and every sealed cache that no session and no
 * delegation holds any more. A cache younger than an hour is left alone: its session may be about to be written.
 */
export async function sweepSessions(services: Pick<WorkerServices, "db" | "clock">): Promise<Swept> {
  const now = services.clock.now();
  const longAgo = secondsAfter(now, -endedKeptSeconds);
  const justNow = secondsAfter(now, -spareSeconds);
  return services.db.within(
    { personId: null, organizationIds: [], isPlatformAdmin: false },
    async (transaction) => {
      const delegations = await transaction.$executeRaw`
        UPDATE delegation SET ended_at = until WHERE ended_at IS NULL AND until <= ${now}`;
      await transaction.$executeRaw`
        UPDATE sign_in_session SET ended_at = expires_at WHERE ended_at IS NULL AND expires_at <= ${now}`;
      const sessions = await transaction.$executeRaw`DELETE FROM sign_in_session WHERE ended_at < ${longAgo}`;
      const hubCodes = await transaction.$executeRaw`DELETE FROM hub_code WHERE expires_at < ${longAgo}`;
      const caches = await transaction.$executeRaw`
        DELETE FROM sealed_cache c WHERE c.updated_at < ${justNow}
          AND NOT EXISTS (SELECT FROM sign_in_session s WHERE s.cache_id = c.id AND s.ended_at IS NULL)
          AND NOT EXISTS (SELECT FROM delegation d WHERE d.cache_id = c.id AND d.ended_at IS NULL)`;
      return { sessions, delegations, caches, hubCodes };
    },
  );
}
