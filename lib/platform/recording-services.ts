import type { Directory } from "#lib/entra/directory.ts";
import type { Jobs } from "#lib/jobs/job.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Database } from "#lib/platform/db.ts";
import type { Env } from "#lib/platform/env.ts";
import type { Ids } from "#lib/platform/ids.ts";

/** What a use case needs that records what is wanted and leaves the doing to a job: any process has it. */
export type RecordingServices = {
  env: Pick<Env, "ENTRA_TENANT_ID">;
  db: Database;
  clock: Clock;
  ids: Ids;
  directory: Directory;
  jobs: Jobs;
};
