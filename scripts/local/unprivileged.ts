import { spawnSync } from "node:child_process";

/** How to start a program that refuses to run as root: words to put in front of its command line. */
export type Unprivileged = { prefix: readonly string[]; uid: number | null };

const mappedUid = 1000;
/** `nobody` and `nogroup` on Linux distributions. */
export const nobodyUid = 65_534;

/**
 * Decides how Postgres is started: as it is when we are not root; in a user namespace in which root's files look like
 * uid 1000's when the kernel allows that; else as `nobody`, whose data folder must lie where that uid can reach it.
 */
export function findUnprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) {
    return { prefix: [], uid: null };
  }
  const prefix = ["unshare", "--user", `--map-user=${mappedUid}`, `--map-group=${mappedUid}`, "--"];
  const trial = spawnSync(prefix[0] ?? "", [...prefix.slice(1), "true"], { stdio: "ignore" });
  return trial.status === 0 ? { prefix, uid: null } : { prefix: [], uid: nobodyUid };
}
