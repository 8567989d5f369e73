import { Logger, parseCronItems, type Runner, run, type Task, type TaskList } from "graphile-worker";
import { type Job, jobSchema } from "#lib/jobs/job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { Log } from "#lib/platform/log.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

const concurrentJobsMax = 4;
const pollIntervalMs = 1000;

/** Runs queued and scheduled jobs until stopped; `url` is the role that owns the queue's schema. */
export async function startJobs(services: WorkerServices, url: string): Promise<Runner> {
  return run({
    connectionString: url,
    concurrency: concurrentJobsMax,
    pollInterval: pollIntervalMs,
    noHandleSignals: true,
    logger: new Logger(() => writeLine(services.log)),
    taskList: taskList(services),
    parsedCronItems: parseCronItems([
      { task: "expire-grants", match: "* * * * *", identifier: "expire-grants" },
      { task: "sweep-sessions", match: "*/10 * * * *", identifier: "sweep-sessions" },
      { task: "reconcile-servers", match: "* * * * *", identifier: "reconcile-servers" },
    ]),
  });
}

const tasks: readonly Job["task"][] = [
  "apply-organization",
  "apply-folder",
  "apply-membership",
  "apply-access",
  "apply-pipeline",
  "expire-grants",
  "sweep-sessions",
  "reconcile-servers",
];

function taskList(services: WorkerServices): TaskList {
  return Object.fromEntries(tasks.map((task) => [task, taskOf(services, task)]));
}

function taskOf(services: WorkerServices, task: Job["task"]): Task {
  return async (payload) => {
    const fields = typeof payload === "object" && payload !== null ? payload : {};
    await runJob(services, jobSchema.parse({ ...fields, task }));
  };
}

/** graphile-worker's own lines, at its own levels, in our log. */
function writeLine(log: Log): (level: string, message: string) => void {
  return (level, message) => {
    if (level === "error") {
      log.error(message);
    } else if (level === "warning") {
      log.warn(message);
    } else {
      log.debug(message);
    }
  };
}
