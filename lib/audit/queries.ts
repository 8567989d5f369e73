import type { Actor, AuthorizedOrganization } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import { can } from "#lib/permissions/can.ts";
import type { Services } from "#lib/platform/services.ts";

/** One line of the audit as a screen shows it. */
export type AuditLine = {
  id: string;
  at: Date;
  event: string;
  actorPersonId: string | null;
  actorLabel: string;
  subjectPersonId: string | null;
  folderId: string | null;
  correlationId: string;
  detail: unknown;
};

const pageMax = 200;

/**
 * An organization's newest audit events, at most 200, before `before`. Null when the actor may not read them (only the
 * organization's admins and platform admins may).
 */
export async function listAuditEvents(
  services: Services,
  actor: Actor,
  input: { organization: AuthorizedOrganization; before?: Date },
): Promise<AuditLine[] | null> {
  const organizationId = input.organization.id;
  if (!can(actor, "audit.read", input.organization)) {
    return null;
  }
  return services.db.within(scopeOf(actor), (transaction) =>
    transaction.auditEvent.findMany({
      where: { organizationId, ...(input.before && { at: { lt: input.before } }) },
      orderBy: { at: "desc" },
      take: pageMax,
      omit: { organizationId: true },
    }),
  );
}
