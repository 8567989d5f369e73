import { scopeOfJob } from "#lib/folders/apply-folder.ts";
import { changeMember } from "#lib/grants/change-member.ts";
import { applyOrganization } from "#lib/organizations/apply-organization.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** Makes Entra's members group agree with the membership row: in while there is one, out when there is none. */
export async function applyMembership(
  services: WorkerServices,
  job: { organizationId: string; personId: string },
): Promise<void> {
  await services.exclusively(`membership:${job.organizationId}:${job.personId}`, async () => {
    const wanted = (await load(services, job)) ?? (await makeFirst(services, job));
    await changeMember(services, wanted);
  });
}

type Wanted = { groupId: string; objectId: string; personId: string; isMember: boolean };

async function load(
  services: WorkerServices,
  job: { organizationId: string; personId: string },
): Promise<Wanted | null> {
  return services.db.within(
    { ...scopeOfJob(job.organizationId), isPlatformAdmin: true },
    async (transaction) => {
      const organization = await transaction.organization.findUniqueOrThrow({
        where: { id: job.organizationId },
      });
      const person = await transaction.person.findUniqueOrThrow({ where: { id: job.personId } });
      const count = await transaction.membership.count({
        where: { organizationId: job.organizationId, personId: job.personId },
      });
      const groupId = organization.membersGroupId;
      return groupId === null
        ? null
        : { groupId, objectId: person.objectId, personId: person.id, isMember: count > 0 };
    },
  );
}

async function makeFirst(
  services: WorkerServices,
  job: { organizationId: string; personId: string },
): Promise<Wanted> {
  await applyOrganization(services, job);
  const wanted = await load(services, job);
  if (wanted === null) {
    throw new AppError("unexpected", "The organization still has no members group.");
  }
  return wanted;
}
