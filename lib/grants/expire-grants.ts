import { type DueGrant, endDueGrant } from "#lib/grants/end-due-grant.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

const batchMax = 200;

type ExpiringServices = Pick<WorkerServices, "db" | "clock" | "ids" | "jobs">;

/**
 * Ends every grant whose time has come, in batches; answers how many it took. Rows that another worker has in hand are
 * left to it.
 */
export async function expireGrants(services: ExpiringServices): Promise<number> {
  let taken = 0;
  for (let batch = batchMax; batch === batchMax; taken += batch) {
    batch = await expireBatch(services);
  }
  return taken;
}

async function expireBatch(services: ExpiringServices): Promise<number> {
  const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };
  const correlationId = services.ids.uuid();
  return services.db.within(everywhere, async (transaction) => {
    const due = await transaction.$queryRaw<DueGrant[]>`
      SELECT id, organization_id AS "organizationId", folder_id AS "folderId", person_id AS "personId",
             level::text AS level, expires_at AS "expiresAt"
      FROM "grant" WHERE ended_at IS NULL AND expires_at <= ${services.clock.now()}
      ORDER BY expires_at LIMIT ${batchMax} FOR UPDATE SKIP LOCKED`;
    for (const grant of due) {
      await endDueGrant(services, transaction, { ...grant, correlationId });
    }
    return due.length;
  });
}
