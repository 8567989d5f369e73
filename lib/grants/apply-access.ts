import { applyFolder, scopeOfJob } from "#lib/folders/apply-folder.ts";
import { changeMember } from "#lib/grants/change-member.ts";
import { accessLevels, isActive } from "#lib/grants/grant.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

type Subject = { organizationId: string; folderId: string; personId: string };

/**
 * Makes Entra's access groups of one folder agree with one person's grants on it: in the group of each level that an
 * active grant gives, out of the others.
 */
export async function applyAccess(services: WorkerServices, job: Subject): Promise<void> {
  const subject = { organizationId: job.organizationId, folderId: job.folderId, personId: job.personId };
  await services.exclusively(`access:${subject.folderId}:${subject.personId}`, async () => {
    await applyFolder(services, subject);
    for (const wanted of await load(services, subject)) {
      await changeMember(services, wanted);
    }
  });
}

async function load(services: WorkerServices, { organizationId, folderId, personId }: Subject) {
  const now = services.clock.now();
  return services.db.within({ ...scopeOfJob(organizationId), isPlatformAdmin: true }, async (transaction) => {
    const person = await transaction.person.findUniqueOrThrow({ where: { id: personId } });
    const groups = await transaction.accessGroup.findMany({ where: { folderId, organizationId } });
    const grants = await transaction.grant.findMany({ where: { folderId, personId, endedAt: null } });
    const active = new Set(grants.filter((grant) => isActive(grant, now)).map((grant) => grant.level));
    return accessLevels.flatMap((level) =>
      groups
        .filter((group) => group.level === level && group.objectId !== null)
        .map((group) => ({
          groupId: group.objectId ?? "",
          objectId: person.objectId,
          personId,
          isMember: active.has(level),
        })),
    );
  });
}
