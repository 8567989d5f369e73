import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const stopWithinMs = 20_000;

/**
 * A supervisor that was killed leaves its Postgres running, and a killed Postgres can stay a zombie for seconds, during
 * which its lock file blocks a new one. Stops the first (fast shutdown), waits for the second, in bounded time, and
 * removes a lock file whose process is certainly gone.
 */
export async function clearStalePostmaster(data: string): Promise<void> {
  const lock = join(data, "postmaster.pid");
  const deadline = Date.now() + stopWithinMs;
  let asked = false;
  while (existsSync(lock)) {
    const pid = lockedBy(lock);
    const state = pid === null ? "gone" : processState(pid, data);
    if (state === "gone" || (state === "zombie" && Date.now() > deadline - stopWithinMs / 2)) {
      rmSync(lock, { force: true });
      return;
    }
    if (state === "running" && pid !== null) {
      asked = askToStop({ pid, asked, isOverdue: Date.now() > deadline });
    }
    await wait(100);
  }
}

function lockedBy(lock: string): number | null {
  const pid = Number.parseInt(readFileSync(lock, "utf8").split("\n")[0] ?? "", 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** SIGINT is Postgres' fast shutdown: open transactions are rolled back. */
function askToStop(input: { pid: number; asked: boolean; isOverdue: boolean }): boolean {
  if (input.isOverdue) {
    process.kill(input.pid, "SIGKILL");
  } else if (!input.asked) {
    process.kill(input.pid, "SIGINT");
  }
  return true;
}

/** Whether that pid is still a Postgres of this data folder; another program may have been given its number. */
function processState(pid: number, data: string): "running" | "zombie" | "gone" {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    if (/\) Z /.test(status)) {
      return "zombie";
    }
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data) ? "running" : "gone";
  } catch {
    return "gone";
  }
}
