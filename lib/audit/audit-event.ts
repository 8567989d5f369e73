/** Everything that the audit can say, past tense; nothing else is ever written. */
export const auditEventNames = [
  "session.started",
  "session.ended",
  "session.expired",
  "sessions.ended_everywhere",
  "guest.invited",
  "guest.redeemed",
  "membership.added",
  "membership.removed",
  "role.changed",
  "grant.added",
  "grant.changed",
  "grant.revoked",
  "grant.expired",
  "request.made",
  "request.approved",
  "request.declined",
  "folder.created",
  "folder.archived",
  "folder.restored",
  "folder.changed",
  "organization.onboarded",
  "organization.suspended",
  "organization.resumed",
  "organization.offboarded",
  "partition.created",
  "zone.changed",
  "pipeline.added",
  "pipeline.removed",
  "stop.set",
  "stop.lifted",
  "handover.done",
  "drift.found",
  "drift.accepted",
  "drift.healed",
  "server.started",
  "server.stopped",
  "server.failed",
  "delegation.given",
  "delegation.ended",
  "token.issued",
] as const;

export type AuditEventName = (typeof auditEventNames)[number];

/** Plain values only: what happened in words and ids. Never a token, a code, a secret or a redeem link. */
export type AuditDetail = Record<string, string | number | boolean | null | readonly string[]>;

/** A fact to be appended. Its time and id are given when it is recorded. */
export type AuditEvent = {
  event: AuditEventName;
  /** Null when no person acted; then the label says what did ("worker", "pipeline"). */
  actorPersonId: string | null;
  actorLabel: string;
  organizationId?: string | null;
  subjectPersonId?: string | null;
  folderId?: string | null;
  correlationId: string;
  detail?: AuditDetail;
};
