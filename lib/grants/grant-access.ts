import { recordEvent } from "#lib/audit/record-event.ts";
import { type Actor, type AuthorizedOrganization, scopeOf } from "#lib/auth/actor.ts";
import { type LoadedFolder, loadFolder } from "#lib/folders/load-folder.ts";
import { endDueGrant } from "#lib/grants/end-due-grant.ts";
import type { AccessLevel } from "#lib/grants/grant.ts";
import { can } from "#lib/permissions/can.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

export type GrantAccessInput = {
  organization: AuthorizedOrganization;
  folderId: string;
  personId: string;
  level: AccessLevel;
  reason: string;
  /** Null: until revoked. */
  expiresAt: Date | null;
  correlationId: string;
};

export type GrantAccessResult =
  | { ok: true; grantId: string /** False: exactly this grant was there already. */; isNew: boolean }
  | {
      ok: false;
      refusal:
        | "not_allowed"
        | "folder_absent"
        | "person_absent"
        | "structure_only"
        | "zone_closed"
        | "expired"
        | /** The person has this level here, with another end. */ "taken";
    };

/**
 * Records that a person has a level on a folder, with the job that puts them into its access group. Refuses a person
 * of another organization, contributors in a zone closed to people's writing, and an end that has passed. A grant to
 * oneself is marked as such in the audit.
 */
export async function grantAccess(
  services: RecordingServices,
  actor: Actor,
  input: GrantAccessInput,
): Promise<GrantAccessResult> {
  if (!can(actor, "grant.add", input.organization)) {
    return { ok: false, refusal: "not_allowed" };
  }
  if (input.expiresAt !== null && input.expiresAt <= services.clock.now()) {
    return { ok: false, refusal: "expired" };
  }
  return services.db.within(scopeOf(actor), async (transaction) => {
    const folder = await loadFolder(transaction, input.folderId);
    const refusal = findFolderRefusal(folder, input) ?? (await findPersonRefusal(transaction, input));
    return refusal ?? record(services, transaction, { actor, input });
  });
}

function findFolderRefusal(folder: LoadedFolder | null, input: GrantAccessInput): GrantAccessResult | null {
  if (folder === null || folder.organizationId !== input.organization.id || folder.archivedAt !== null) {
    return { ok: false, refusal: "folder_absent" };
  }
  if (folder.isStructureOnly) {
    return { ok: false, refusal: "structure_only" };
  }
  const isClosed = folder.zone.isClosed && input.level === "contributor";
  return isClosed ? { ok: false, refusal: "zone_closed" } : null;
}

async function findPersonRefusal(
  transaction: Transaction,
  input: GrantAccessInput,
): Promise<GrantAccessResult | null> {
  const count = await transaction.membership.count({
    where: { organizationId: input.organization.id, personId: input.personId },
  });
  return count === 0 ? { ok: false, refusal: "person_absent" } : null;
}

async function record(
  services: RecordingServices,
  transaction: Transaction,
  made: { actor: Actor; input: GrantAccessInput },
): Promise<GrantAccessResult> {
  const { organization, folderId, personId, level, reason, expiresAt } = made.input;
  await endPredecessor(services, transaction, made.input);
  const grant = { id: services.ids.uuid(), organizationId: organization.id, folderId, personId, level };
  const { count } = await transaction.grant.createMany({
    data: [
      { ...grant, reason, expiresAt, grantedById: made.actor.personId, createdAt: services.clock.now() },
    ],
    skipDuplicates: true,
  });
  if (count === 0) {
    return findExisting(transaction, made.input);
  }
  await recordEvent(transaction, services, {
    event: "grant.added",
    actorPersonId: made.actor.personId,
    actorLabel: made.actor.name,
    correlationId: made.input.correlationId,
    organizationId: organization.id,
    subjectPersonId: personId,
    folderId,
    detail: {
      level,
      reason,
      expiresAt: expiresAt?.toISOString() ?? null,
      isToOneself: personId === made.actor.personId,
    },
  });
  await services.jobs.enqueue(transaction, {
    task: "apply-access",
    organizationId: organization.id,
    folderId,
    personId,
  });
  return { ok: true, grantId: grant.id, isNew: true };
}

/** One that is due but not swept yet is no obstacle to a new one. */
async function endPredecessor(
  services: RecordingServices,
  transaction: Transaction,
  { folderId, personId, level, correlationId }: GrantAccessInput,
): Promise<void> {
  const due = await transaction.grant.findFirst({
    where: { folderId, personId, level, endedAt: null, expiresAt: { lte: services.clock.now() } },
  });
  if (due !== null) {
    await endDueGrant(services, transaction, { ...due, correlationId });
  }
}

async function findExisting(transaction: Transaction, input: GrantAccessInput): Promise<GrantAccessResult> {
  const { folderId, personId, level, expiresAt } = input;
  const found = await transaction.grant.findFirst({ where: { folderId, personId, level, endedAt: null } });
  const isSame = found !== null && found.expiresAt?.getTime() === expiresAt?.getTime();
  return isSame ? { ok: true, grantId: found.id, isNew: false } : { ok: false, refusal: "taken" };
}
