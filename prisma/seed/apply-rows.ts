import type { Job } from "#lib/jobs/job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };
const atOnceMax = 6;

/** Makes true in Entra and the lake what the rows say: what a queue would have done by now, and nothing twice. */
export async function applyRows(worker: WorkerServices): Promise<void> {
  const { inOrder, inAnyOrder } = await jobsOfRows(worker);
  // An organization's directories take turns anyway: organizations run beside each other.
  await Promise.all(
    [...Map.groupBy(inOrder, (job) => job.organizationId).values()].map(async (jobs) => {
      for (const job of jobs) {
        await runJob(worker, job);
      }
    }),
  );
  const waiting = inAnyOrder.values();
  await Promise.all(
    Array.from({ length: atOnceMax }, async () => {
      for (const job of waiting) {
        await runJob(worker, job);
      }
    }),
  );
}

type OrganizationJob = Extract<Job, { organizationId: string }>;

async function jobsOfRows(
  worker: WorkerServices,
): Promise<{ inOrder: OrganizationJob[]; inAnyOrder: OrganizationJob[] }> {
  return worker.db.within(everywhere, async (transaction) => {
    const organizations = await transaction.organization.findMany();
    const folders = await transaction.folder.findMany({ where: { bornAt: null }, orderBy: { path: "asc" } });
    const memberships = await transaction.membership.findMany();
    const grants = await transaction.grant.findMany({ where: { endedAt: null } });
    const pipelines = await transaction.pipeline.findMany();
    return {
      inOrder: [
        ...organizations.map(({ id }) => ({ task: "apply-organization", organizationId: id }) as const),
        ...folders.map(
          ({ id, organizationId }) => ({ task: "apply-folder", organizationId, folderId: id }) as const,
        ),
      ],
      inAnyOrder: [
        ...memberships.map(
          ({ organizationId, personId }) => ({ task: "apply-membership", organizationId, personId }) as const,
        ),
        ...grants.map(
          ({ organizationId, folderId, personId }) =>
            ({ task: "apply-access", organizationId, folderId, personId }) as const,
        ),
        ...pipelines.map(
          ({ organizationId, id }) => ({ task: "apply-pipeline", organizationId, pipelineId: id }) as const,
        ),
      ],
    };
  });
}
