import { createWorkerCredential } from "#lib/entra/credential-adapter.ts";
import type { Directory, DirectoryWriter } from "#lib/entra/directory.ts";
import { createDirectory, createDirectoryWriter } from "#lib/entra/directory-adapter.ts";
import { createGroupMemory } from "#lib/entra/group-memory.ts";
import type { Hub } from "#lib/hub/hub.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { createExclusively, type Exclusively } from "#lib/jobs/exclusively.ts";
import { databaseJobs, type Jobs } from "#lib/jobs/job.ts";
import type { LakeIdentity } from "#lib/lake/lake.ts";
import { createLakeIdentity } from "#lib/lake/lake-adapter.ts";
import { type Clock, systemClock } from "#lib/platform/clock.ts";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import type { Env } from "#lib/platform/env.ts";
import { type Ids, systemIds } from "#lib/platform/ids.ts";
import { createLog, type Log } from "#lib/platform/log.ts";

/** What the worker has and the web process does not: changing groups, and the lake identity. */
export type WorkerServices = {
  env: Pick<Env, "ENTRA_TENANT_ID">;
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  directory: Directory;
  directoryWriter: DirectoryWriter;
  lakeIdentity: LakeIdentity;
  /** JupyterHub; null where none is set up. */
  hub: Hub | null;
  jobs: Jobs;
  exclusively: Exclusively;
};

const jobTransactionTimeoutMs = 120_000;

/** Builds them from settings; DATABASE_URL is that of role `lakeport_worker`. */
export function createWorkerServices(env: Env): WorkerServices & { close: () => Promise<void> } {
  const credential = createWorkerCredential(env);
  const memory = createGroupMemory(systemClock);
  const db = createDatabase(env.DATABASE_URL, jobTransactionTimeoutMs);
  const locks = createExclusively(env.DATABASE_URL);
  return {
    env,
    db,
    clock: systemClock,
    ids: systemIds,
    log: createLog("worker", env.LOG_LEVEL),
    directory: createDirectory(env, credential, memory),
    directoryWriter: createDirectoryWriter(env, credential, memory),
    lakeIdentity: createLakeIdentity(env, credential, systemIds.uuid()),
    hub:
      env.HUB_API_URL === undefined
        ? null
        : createHub({ apiUrl: env.HUB_API_URL, token: env.HUB_API_TOKEN ?? "" }),
    jobs: databaseJobs,
    exclusively: locks.exclusively,
    close: async () => {
      await Promise.all([db.close(), locks.close()]);
    },
  };
}
