import type { AuditDetail, AuditEvent } from "#lib/audit/audit-event.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { Ids } from "#lib/platform/ids.ts";

/**
 * Appends one audit event inside the caller's own transaction, so that the change and its record come or go together.
 * The database refuses an event in another person's name or about an organization outside the transaction's scope.
 */
export async function recordEvent(
  transaction: Transaction,
  services: { clock: Clock; ids: Ids },
  event: AuditEvent,
): Promise<void> {
  // createMany returns no row: who may append an event need not be allowed to read it.
  await transaction.auditEvent.createMany({
    data: [
      {
        id: services.ids.uuid(),
        at: services.clock.now(),
        event: event.event,
        actorPersonId: event.actorPersonId,
        actorLabel: event.actorLabel,
        organizationId: event.organizationId ?? null,
        subjectPersonId: event.subjectPersonId ?? null,
        folderId: event.folderId ?? null,
        correlationId: event.correlationId,
        detail: withoutSecrets(event.detail ?? {}),
      },
    ],
  });
}

/** Three base64url parts joined by dots: a token that strayed into a detail. */
const tokenShape = /[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/;

function withoutSecrets(detail: AuditDetail): Record<string, string | number | boolean | null | string[]> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value === "string") {
        return [name, tokenShape.test(value) ? "(removed)" : value];
      }
      return [name, Array.isArray(value) ? [...value] : value];
    }),
  ) as Record<string, string | number | boolean | null | string[]>;
}
