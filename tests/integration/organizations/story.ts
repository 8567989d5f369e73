import { randomUUID } from "node:crypto";
import type { Actor, AuthorizedOrganization, OrgRole } from "#lib/auth/actor.ts";
import type { Job, Jobs } from "#lib/jobs/job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { Database } from "#lib/platform/db.ts";
import { systemIds } from "#lib/platform/ids.ts";
import { createLog } from "#lib/platform/log.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";
import { cast, tenantId } from "#tests/cast.ts";
import { CutOffError } from "#tests/integration/organizations/cut-off.ts";
import type { MemoryCloud } from "#tests/integration/organizations/memory-cloud.ts";

/** Jobs kept in memory until the transaction that queued them is over. */
export function createMemoryJobs(): Jobs & { queue: Job[] } {
  const queue: Job[] = [];
  return {
    queue,
    enqueue: async (_, job) => {
      queue.push(job);
    },
  };
}

export function actorOf(
  member: { oid: string; name: string; address: string },
  given: { personId: string; isPlatformAdmin?: boolean; memberships?: Actor["memberships"] },
): Actor {
  return {
    brand: "actor",
    tenantId,
    objectId: member.oid,
    name: member.name,
    address: member.address,
    isGuest: !given.isPlatformAdmin,
    isPlatformAdmin: given.isPlatformAdmin ?? false,
    sessionId: null,
    personId: given.personId,
    memberships: given.memberships ?? [],
  };
}

/** A platform admin whose person row is made when it is missing. */
export async function platformAdmin(db: Database): Promise<Actor> {
  const { oid, name, address } = cast.platformAdmin;
  const id = await db.within(
    { personId: null, organizationIds: [], isPlatformAdmin: true },
    async (transaction) => {
      const rows = await transaction.$queryRaw<{ id: string }[]>`
      SELECT record_person(${randomUUID()}::uuid, ${tenantId}::uuid, ${oid}::uuid, ${name}, ${address},
        'member'::user_type, 'redeemed'::person_state, now()) AS id`;
      return rows[0]?.id ?? "";
    },
  );
  return actorOf(cast.platformAdmin, { personId: id, isPlatformAdmin: true });
}

export function authorized(
  organization: { id: string; slug: string; name: string },
  orgRole: OrgRole | null = null,
): AuthorizedOrganization {
  return { brand: "authorized-organization", ...organization, orgRole };
}

/** Worker services over a real database and clouds in memory. */
export function workerOver(db: Database, cloud: MemoryCloud, jobs: Jobs): WorkerServices {
  return {
    env: { ENTRA_TENANT_ID: tenantId },
    db,
    clock: { now: () => new Date() },
    ids: systemIds,
    log: createLog("test", "error"),
    directory: cloud.directory,
    directoryWriter: cloud.directoryWriter,
    lakeIdentity: cloud.lakeIdentity,
    jobs,
    hub: null,
    exclusively: (_, work) => work(),
  };
}

/** Runs the jobs in order, each again when it was cut off, as the queue would. */
export async function settle(services: WorkerServices, queue: Job[]): Promise<void> {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    await runAgain(services, job);
  }
}

async function runAgain(services: WorkerServices, job: Job): Promise<void> {
  try {
    await runJob(services, job);
  } catch (error) {
    if (!(error instanceof CutOffError)) {
      throw error;
    }
    await runJob(services, job);
  }
}
