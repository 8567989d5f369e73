import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Services } from "#lib/platform/services.ts";

const schema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("ready"), isSingleUser: z.boolean() }),
  z.object({ state: z.literal("preparing"), step: z.string(), readyAt: z.iso.datetime().nullable() }),
  z.object({ state: z.literal("unavailable"), why: z.string(), mend: z.string() }),
]);

/** How far the Hub's own installation is, as the start-up wrote it. */
type ReadinessNote = z.infer<typeof schema>;

/** Whether notebook servers can be started now; `secondsLeft` is an estimate. */
export type NotebooksReadiness =
  | { state: "ready"; isSingleUser: boolean }
  | { state: "preparing"; step: string; secondsLeft: number | null }
  | { state: "unavailable"; why: string; mend: string };

const notConfigured = {
  state: "unavailable",
  why: "no Hub is configured.",
  mend: "The operator sets HUB_API_URL.",
} as const;

/** Asks the start-up's note where there is one, else takes a configured Hub as ready (its own errors tell the rest). */
export async function notebooksReadiness(services: Services): Promise<NotebooksReadiness> {
  const { HUB_API_URL, HUB_READINESS_FILE } = services.env;
  if (HUB_API_URL === undefined) {
    return notConfigured;
  }
  if (HUB_READINESS_FILE === undefined) {
    return { state: "ready", isSingleUser: false };
  }
  const note = await readNote(HUB_READINESS_FILE);
  if (note.state !== "preparing") {
    return note;
  }
  const left = note.readyAt === null ? null : Date.parse(note.readyAt) - services.clock.now().getTime();
  return {
    state: "preparing",
    step: note.step,
    secondsLeft: left === null ? null : Math.max(5, Math.round(left / 1000)),
  };
}

async function readNote(file: string): Promise<ReadinessNote> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Not written yet, or being replaced at this moment.
    return { state: "preparing", step: "The start has just begun.", readyAt: null };
  }
}
