import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ChildSpec, startChild } from "./child.ts";

/** Runs a process to its end; throws with the last lines of its log when it fails. */
export async function runOnce(spec: ChildSpec, logs: string): Promise<void> {
  const child = startChild({ ...spec, saysReady: false }, logs);
  child.ready.catch(() => undefined);
  const reason = await child.ended;
  if (reason !== "exit code 0") {
    const last = readFileSync(join(logs, `${spec.name}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-12)
      .join("\n");
    throw new Error(`${spec.name} failed (${reason}). Its last words:\n${last}`);
  }
}
