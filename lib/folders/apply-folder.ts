import { type LoadedFolder, loadFolder } from "#lib/folders/load-folder.ts";
import { makeDirectory, writeAccess } from "#lib/folders/make-directory.ts";
import type { Scope } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** What a job about one organization may see. */
export function scopeOfJob(organizationId: string): Scope {
  return { personId: null, organizationIds: [organizationId], isPlatformAdmin: false };
}

/** Everything that writes an organization's groups and directories takes turns. */
export function organizationLock(organizationId: string): string {
  return `organization:${organizationId}`;
}

/** Makes a recorded folder exist: its groups in Entra, its parent's turn to inner, its directory in the lake. */
export async function applyFolder(
  services: WorkerServices,
  job: { organizationId: string; folderId: string },
): Promise<void> {
  await services.exclusively(organizationLock(job.organizationId), () => bearFolder(services, job));
}

/**
 * The same for a caller that holds the organization's lock. Parents first. A step that is done is not done again, and
 * each step's result is kept before the next begins: cut off anywhere, the next run goes on from there.
 */
export async function bearFolder(
  services: WorkerServices,
  job: { organizationId: string; folderId: string },
): Promise<void> {
  const folder = await load(services, job);
  if (folder.bornAt !== null) {
    return;
  }
  if (folder.parentId !== null) {
    await bearFolder(services, { ...job, folderId: folder.parentId });
  }
  await makeGroups(services, folder);
  if (folder.parentId !== null) {
    // Sticky before the child is there: from its first moment no contributor of the parent can rename it away.
    await writeAccess(services.lakeIdentity, await load(services, { ...job, folderId: folder.parentId }));
  }
  await makeDirectory(services.lakeIdentity, await load(services, job));
  await services.db.within(scopeOfJob(job.organizationId), (transaction) =>
    transaction.folder.update({ where: { id: folder.id }, data: { bornAt: services.clock.now() } }),
  );
}

async function makeGroups(services: WorkerServices, folder: LoadedFolder): Promise<void> {
  for (const group of folder.groups) {
    if (group.objectId !== null) {
      continue;
    }
    const made = await services.directoryWriter.ensureGroup(group.name);
    if (!made.ok) {
      throw new AppError(
        "directory_unavailable",
        `Entra refused to make a group: ${made.refusal} (${made.detail}).`,
      );
    }
    await services.db.within(scopeOfJob(folder.organizationId), (transaction) =>
      transaction.accessGroup.update({ where: { id: group.id }, data: { objectId: made.value } }),
    );
  }
}

async function load(
  services: WorkerServices,
  job: { organizationId: string; folderId: string },
): Promise<LoadedFolder> {
  const folder = await services.db.within(scopeOfJob(job.organizationId), (transaction) =>
    loadFolder(transaction, job.folderId),
  );
  if (folder === null) {
    throw new AppError("unexpected", `Folder ${job.folderId} is not in organization ${job.organizationId}.`);
  }
  return folder;
}
