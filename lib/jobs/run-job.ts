import { applyFolder } from "#lib/folders/apply-folder.ts";
import { applyAccess } from "#lib/grants/apply-access.ts";
import { expireGrants } from "#lib/grants/expire-grants.ts";
import type { Job } from "#lib/jobs/job.ts";
import { sweepSessions } from "#lib/jobs/sweep-sessions.ts";
import { reconcileServers } from "#lib/notebooks/reconcile-servers.ts";
import { applyOrganization } from "#lib/organizations/apply-organization.ts";
import { applyPipeline } from "#lib/organizations/apply-pipeline.ts";
import { applyMembership } from "#lib/people/apply-membership.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** Does one job; throws when something outside did not do its part, so that the queue tries again later. */
export async function runJob(services: WorkerServices, job: Job): Promise<void> {
  switch (job.task) {
    case "apply-organization":
      return applyOrganization(services, job);
    case "apply-folder":
      return applyFolder(services, job);
    case "apply-membership":
      return applyMembership(services, job);
    case "apply-access":
      return applyAccess(services, job);
    case "apply-pipeline":
      return applyPipeline(services, job);
    case "expire-grants":
      return void (await expireGrants(services));
    case "sweep-sessions":
      return void (await sweepSessions(services));
    case "reconcile-servers":
      return reconcileAtHub(services);
  }
}

async function reconcileAtHub({ hub, ...services }: WorkerServices): Promise<void> {
  if (hub !== null) {
    await reconcileServers({ ...services, hub });
  }
}
