import { recordEvent } from "#lib/audit/record-event.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

const batchMax = 200;

type Due = {
  id: string;
  organizationId: string;
  folderId: string;
  personId: string;
  level: string;
  expiresAt: Date;
};

/**
 * Ends every grant whose time has come, in batches, each ended grant with one audit event and one job in the same
 * transaction. Rows that another worker has in hand are left to it. Answers how many ended. After a standstill the
 * event says both when the grant was due and when it was ended.
 */
export async function expireGrants(
  services: Pick<WorkerServices, "db" | "clock" | "ids" | "jobs">,
): Promise<number> {
  let ended = 0;
  for (let batch = batchMax; batch === batchMax; ended += batch) {
    batch = await expireBatch(services);
  }
  return ended;
}

async function expireBatch(services: Pick<WorkerServices, "db" | "clock" | "ids" | "jobs">): Promise<number> {
  const now = services.clock.now();
  const correlationId = services.ids.uuid();
  const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };
  return services.db.within(everywhere, async (transaction) => {
    const due = await transaction.$queryRaw<Due[]>`
      SELECT id, organization_id AS "organizationId", folder_id AS "folderId", person_id AS "personId",
             level::text AS level, expires_at AS "expiresAt"
      FROM "grant" WHERE ended_at IS NULL AND expires_at <= ${now}
      ORDER BY expires_at LIMIT ${batchMax} FOR UPDATE SKIP LOCKED`;
    for (const { id, organizationId, folderId, personId, level, expiresAt } of due) {
      await transaction.grant.update({ where: { id }, data: { endedAt: now } });
      await recordEvent(transaction, services, {
        event: "grant.expired",
        actorPersonId: null,
        actorLabel: "worker",
        correlationId,
        organizationId,
        subjectPersonId: personId,
        folderId,
        detail: { level, dueAt: expiresAt.toISOString() },
      });
      await services.jobs.enqueue(transaction, { task: "apply-access", organizationId, folderId, personId });
    }
    return due.length;
  });
}
