import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Runs `work` while holding a lock directory; waits for a living holder, takes over from a dead one. */
export async function withLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(directory))) {
    await wait(250);
  }
  try {
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function take(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
  } catch {
    if (!(await isHeld(directory))) {
      await rm(directory, { recursive: true, force: true });
    }
    return false;
  }
  await writeFile(join(directory, "pid"), String(process.pid));
  return true;
}

async function isHeld(directory: string): Promise<boolean> {
  let pid = await holder(directory);
  if (pid === 0) {
    await wait(500);
    pid = await holder(directory);
  }
  if (pid === 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** 0 while the holder has not written its pid yet, and when it never will. */
async function holder(directory: string): Promise<number> {
  return Number(await readFile(join(directory, "pid"), "utf8").catch(() => "0"));
}
