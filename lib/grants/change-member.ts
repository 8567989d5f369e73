import { AppError } from "#lib/platform/errors.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/**
 * Puts someone into a group or takes them out; a fault when Entra refuses, so that the job is tried again. From then on
 * storage tokens that the person got earlier are not reused: the lake would not see the change through them.
 */
export async function changeMember(
  services: Pick<WorkerServices, "directoryWriter" | "db" | "clock">,
  wanted: { groupId: string; objectId: string; personId: string | null; isMember: boolean },
): Promise<void> {
  const { groupId, objectId, personId, isMember } = wanted;
  const outcome = isMember
    ? await services.directoryWriter.addMember(groupId, objectId)
    : await services.directoryWriter.removeMember(groupId, objectId);
  if (!outcome.ok) {
    throw new AppError(
      "directory_unavailable",
      `Entra refused to change a membership: ${outcome.refusal} (${outcome.detail}).`,
    );
  }
  if (personId !== null) {
    await requireFreshTokens(services, personId);
  }
}

async function requireFreshTokens(
  services: Pick<WorkerServices, "db" | "clock">,
  personId: string,
): Promise<void> {
  await services.db.within(
    { personId: null, organizationIds: [], isPlatformAdmin: false },
    (transaction) =>
      transaction.$queryRaw`SELECT require_fresh_tokens(${personId}::uuid, ${services.clock.now()})::text`,
  );
}
