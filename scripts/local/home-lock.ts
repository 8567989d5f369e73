import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Holds a state folder for this process: two supervisors on one folder would fight over its database.
 * Throws a sentence when another living one holds it; a dead one's hold is taken over.
 */
export function holdHome(home: string): void {
  const file = join(home, "up.pid");
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `Lakeport is already running on ${home} (process ${holder}). Stop that first, or set LAKEPORT_HOME.`,
    );
  }
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  process.on("exit", () => rmSync(file, { force: true }));
}

function readHolder(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

/** A pid can be given to another program, and a killed process stays a zombie until its parent has asked. */
function isAlive(pid: number): boolean {
  try {
    const isZombie = / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""));
    return !isZombie && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("up.ts");
  } catch {
    return false;
  }
}
