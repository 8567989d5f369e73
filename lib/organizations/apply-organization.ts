import { containerRootAcl } from "#lib/acl/compile.ts";
import { bearFolder, organizationLock, scopeOfJob } from "#lib/folders/apply-folder.ts";
import { writeContainerRoot } from "#lib/folders/make-directory.ts";
import { membersGroupName } from "#lib/organizations/members-group.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/**
 * Makes an onboarded organization exist: its members group, and in every zone the partition with its access groups.
 * Repeatable: what is there is found, what is missing is made.
 */
export async function applyOrganization(
  services: WorkerServices,
  job: { organizationId: string },
): Promise<void> {
  await services.exclusively(organizationLock(job.organizationId), async () => {
    const { zones, roots } = await makeMembersGroup(services, job.organizationId);
    for (const zone of zones) {
      await services.exclusively(`zone:${zone}`, () =>
        writeContainerRoot(services.lakeIdentity, zone, containerRootAcl),
      );
    }
    for (const folderId of roots) {
      await bearFolder(services, { ...job, folderId });
    }
  });
}

async function makeMembersGroup(
  services: WorkerServices,
  organizationId: string,
): Promise<{ zones: string[]; roots: string[] }> {
  const within = scopeOfJob(organizationId);
  const organization = await services.db.within(within, (transaction) =>
    transaction.organization.findUnique({
      where: { id: organizationId },
      include: { partitions: { include: { zone: true } }, folders: { where: { parentId: null } } },
    }),
  );
  if (organization === null) {
    throw new AppError("unexpected", `There is no organization ${organizationId}.`);
  }
  if (organization.membersGroupId === null) {
    const made = await services.directoryWriter.ensureGroup(membersGroupName(organizationId));
    if (!made.ok) {
      throw new AppError(
        "directory_unavailable",
        `Entra refused the members group: ${made.refusal} (${made.detail}).`,
      );
    }
    await services.db.within(within, (transaction) =>
      transaction.organization.update({
        where: { id: organizationId },
        data: { membersGroupId: made.value },
      }),
    );
  }
  return {
    zones: organization.partitions.map((partition) => partition.zone.name),
    roots: organization.folders.map((folder) => folder.id),
  };
}
