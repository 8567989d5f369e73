import { prepareJobs } from "#lib/jobs/prepare-jobs.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { startJobs } from "#lib/jobs/start-jobs.ts";
import { readEnv } from "#lib/platform/env.ts";
import { createWorkerServices } from "#lib/platform/worker-services.ts";

const stopWithinMs = 5_000;

/**
 * Runs jobs until told to stop; settings by environment, DATABASE_URL that of role `lakeport_worker`. With
 * DATABASE_OWNER_URL it brings the queue's own schema up to date first; else the installation does (prepareJobs).
 */
async function work(): Promise<void> {
  const env = readEnv(process.env);
  const ownerUrl = process.env.DATABASE_OWNER_URL;
  if (ownerUrl !== undefined && ownerUrl !== "") {
    await prepareJobs(ownerUrl, env.DATABASE_URL);
  }
  const services = createWorkerServices(env);
  // What came due while nothing ran is done first, not a minute later.
  await runJob(services, { task: "expire-grants" });
  await runJob(services, { task: "sweep-sessions" });
  const runner = await startJobs(services, env.DATABASE_URL);
  services.log.info("ready");
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  endWithSupervisor(async () => {
    await runner.stop();
    await services.close();
  });
  await runner.promise;
}

/** SIGINT and SIGTERM end it, and under a supervisor the closing of its pipe; hard after five seconds. */
function endWithSupervisor(stop: () => Promise<void>): void {
  let isEnding = false;
  const end = async () => {
    if (isEnding) {
      return;
    }
    isEnding = true;
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    process.exit(0);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  if (process.env.LAKEPORT_SUPERVISED === "1") {
    process.stdin.resume();
    process.stdin.once("end", end);
    process.stdin.once("error", end);
  }
}

if (import.meta.main) {
  await work();
}
