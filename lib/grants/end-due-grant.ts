import { recordEvent } from "#lib/audit/record-event.ts";
import type { Jobs } from "#lib/jobs/job.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { Ids } from "#lib/platform/ids.ts";

/** A grant whose time has come. */
export type DueGrant = {
  id: string;
  organizationId: string;
  folderId: string;
  personId: string;
  level: string;
  expiresAt: Date | null;
};

/**
 * Ends one grant with its one audit event and the job that ends its membership; does nothing when someone else has
 * ended it meanwhile. The event says both when the grant was due and when it was ended.
 */
export async function endDueGrant(
  services: { clock: Clock; ids: Ids; jobs: Jobs },
  transaction: Transaction,
  due: DueGrant & { correlationId: string },
): Promise<void> {
  const { id, organizationId, folderId, personId, level, expiresAt, correlationId } = due;
  const { count } = await transaction.grant.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: services.clock.now() },
  });
  if (count === 0) {
    return;
  }
  await recordEvent(transaction, services, {
    event: "grant.expired",
    actorPersonId: null,
    actorLabel: "worker",
    correlationId,
    organizationId,
    subjectPersonId: personId,
    folderId,
    detail: { level, dueAt: expiresAt?.toISOString() ?? null },
  });
  await services.jobs.enqueue(transaction, { task: "apply-access", organizationId, folderId, personId });
}
