import { recordEvent } from "#lib/audit/record-event.ts";
import { type Actor, type AuthorizedOrganization, scopeOf } from "#lib/auth/actor.ts";
import { loadFolder } from "#lib/folders/load-folder.ts";
import { can } from "#lib/permissions/can.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

export type ConnectPipelineInput = {
  organization: AuthorizedOrganization;
  /** What people call it. */
  name: string;
  /** Object id of the service principal (not its client id). */
  objectId: string;
  folderId: string;
  correlationId: string;
};

export type ConnectPipelineResult =
  | { ok: true; pipelineId: string; isNew: boolean }
  | { ok: false; refusal: "not_allowed" | "folder_absent" | "structure_only" };

/**
 * Records that a machine identity writes below a folder, closed zones included, with the job that puts it into the
 * members group and the folder's contributors' group.
 */
export async function connectPipeline(
  services: RecordingServices,
  actor: Actor,
  input: ConnectPipelineInput,
): Promise<ConnectPipelineResult> {
  if (!can(actor, "pipeline.connect", input.organization)) {
    return { ok: false, refusal: "not_allowed" };
  }
  return services.db.within(scopeOf(actor), async (transaction) => {
    const folder = await loadFolder(transaction, input.folderId);
    if (folder === null || folder.organizationId !== input.organization.id) {
      return { ok: false, refusal: "folder_absent" };
    }
    return folder.isStructureOnly
      ? { ok: false, refusal: "structure_only" }
      : record(services, transaction, { actor, input });
  });
}

async function record(
  services: RecordingServices,
  transaction: Transaction,
  made: { actor: Actor; input: ConnectPipelineInput },
): Promise<ConnectPipelineResult> {
  const { organization, objectId, name, folderId } = made.input;
  const createdAt = services.clock.now();
  const key = { organizationId: organization.id, objectId };
  await transaction.pipeline.createMany({
    data: [{ ...key, id: services.ids.uuid(), name, createdAt }],
    skipDuplicates: true,
  });
  const pipeline = await transaction.pipeline.findUniqueOrThrow({ where: { organizationId_objectId: key } });
  const { count } = await transaction.pipelineConnection.createMany({
    data: [{ pipelineId: pipeline.id, folderId, organizationId: organization.id, createdAt }],
    skipDuplicates: true,
  });
  if (count > 0) {
    await recordEvent(transaction, services, {
      event: "pipeline.added",
      actorPersonId: made.actor.personId,
      actorLabel: made.actor.name,
      correlationId: made.input.correlationId,
      organizationId: organization.id,
      folderId,
      detail: { name: pipeline.name, objectId },
    });
    await services.jobs.enqueue(transaction, {
      task: "apply-pipeline",
      organizationId: organization.id,
      pipelineId: pipeline.id,
    });
  }
  return { ok: true, pipelineId: pipeline.id, isNew: count > 0 };
}
