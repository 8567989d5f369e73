import { applyFolder, scopeOfJob } from "#lib/folders/apply-folder.ts";
import { changeMember } from "#lib/grants/change-member.ts";
import { applyOrganization } from "#lib/organizations/apply-organization.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** Puts a pipeline into the members group and into the contributors' group of every folder it is connected to. */
export async function applyPipeline(
  services: WorkerServices,
  job: { organizationId: string; pipelineId: string },
): Promise<void> {
  await services.exclusively(`pipeline:${job.pipelineId}`, async () => {
    await applyOrganization(services, job);
    const { pipeline, folderIds } = await loadConnections(services, job);
    for (const folderId of folderIds) {
      await applyFolder(services, { organizationId: job.organizationId, folderId });
    }
    for (const groupId of await loadGroups(services, job.organizationId, folderIds)) {
      await changeMember(services, { groupId, objectId: pipeline.objectId, personId: null, isMember: true });
    }
  });
}

async function loadConnections(
  services: WorkerServices,
  job: { organizationId: string; pipelineId: string },
) {
  return services.db.within(scopeOfJob(job.organizationId), async (transaction) => {
    const pipeline = await transaction.pipeline.findUniqueOrThrow({
      where: { id: job.pipelineId },
      include: { connections: true },
    });
    return { pipeline, folderIds: pipeline.connections.map((connection) => connection.folderId) };
  });
}

/** M, and C of each folder. */
async function loadGroups(
  services: WorkerServices,
  organizationId: string,
  folderIds: string[],
): Promise<string[]> {
  return services.db.within(scopeOfJob(organizationId), async (transaction) => {
    const organization = await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } });
    const groups = await transaction.accessGroup.findMany({
      where: { folderId: { in: folderIds }, level: "contributor" },
    });
    return [organization.membersGroupId, ...groups.map((group) => group.objectId)].filter(
      (id) => id !== null,
    );
  });
}
