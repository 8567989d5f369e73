import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { appendReadings } from "#emulators/devices/append.ts";
import { measure } from "#emulators/devices/measure.ts";
import { pipelineToken } from "#emulators/devices/pipeline-token.ts";
import { readTargets } from "#emulators/devices/targets.ts";
import { endWithSupervisor } from "#emulators/shared/supervised.ts";

/**
 * The devices of the story's sites: every 20 seconds each appends fresh readings to its live file of the day in `raw`,
 * as the pipeline's own identity. Whatever does not answer is tried again in the next round.
 */
const { env } = process;
const required = (name: string): string => {
  const value = env[name];
  if (!value) throw new Error(`The devices need the environment variable ${name}.`);
  return value;
};
const targetsFile = env.DEVICES_FILE ?? join(required("LAKEPORT_HOME"), "devices.json");
const lakeUrl = env.LAKE_BROWSER_URL ?? required("LAKE_URL");
const intervalMs = Number(env.DEVICES_INTERVAL_MS ?? "20000");
const tokenOf = pipelineToken({
  authority: `${required("ENTRA_ORIGIN")}/${required("ENTRA_TENANT_ID")}`,
  clientId: required("PIPELINE_CLIENT_ID"),
  secret: required("PIPELINE_CLIENT_SECRET"),
});
const ending = new AbortController();
endWithSupervisor(async () => ending.abort());
process.stdout.write(`${JSON.stringify({ ready: true, intervalMs })}\n`);

while (!ending.signal.aborted) {
  await round().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
  await wait(intervalMs, undefined, { signal: ending.signal }).catch(() => undefined);
}

async function round(): Promise<void> {
  const now = new Date();
  const token = await tokenOf();
  for (const target of readTargets(targetsFile)) {
    const path = `${target.container}/${target.path}/live-${now.toISOString().slice(0, 10)}.jsonl`;
    const problem = await appendReadings({ lakeUrl, token, path }, measure(target.sensing, now));
    if (problem !== null) say(`${path}: ${problem}`);
  }
}

function say(message: string): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), message })}\n`);
}
