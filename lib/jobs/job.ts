import { z } from "zod";
import type { Transaction } from "#lib/platform/db.ts";

const id = z.guid();

/**
 * What the worker makes true in Entra and the lake. Each names what is wanted by its row, not what to change: running
 * one late, twice or out of order ends in the same state.
 */
export const jobSchema = z.discriminatedUnion("task", [
  z.object({ task: z.literal("apply-organization"), organizationId: id }),
  z.object({ task: z.literal("apply-folder"), organizationId: id, folderId: id }),
  z.object({ task: z.literal("apply-membership"), organizationId: id, personId: id }),
  z.object({ task: z.literal("apply-access"), organizationId: id, folderId: id, personId: id }),
  z.object({ task: z.literal("apply-pipeline"), organizationId: id, pipelineId: id }),
  z.object({ task: z.literal("expire-grants") }),
  z.object({ task: z.literal("sweep-sessions") }),
  z.object({ task: z.literal("reconcile-servers") }),
]);

export type Job = z.infer<typeof jobSchema>;

/** Queues a job in the same transaction that records what is wanted, so that neither is there without the other. */
export type Jobs = { enqueue(transaction: Transaction, job: Job): Promise<void> };

/** Jobs of one key are one: a second one while the first waits changes nothing. */
export function jobKey(job: Job): string {
  const { task, ...subject } = job;
  return [task, ...Object.values(subject)].join(":");
}

/** Jobs as rows of graphile-worker, through the one function that the database grants. */
export const databaseJobs: Jobs = {
  enqueue: async (transaction, job) => {
    const { task, ...payload } = job;
    await transaction.$queryRaw`SELECT enqueue_job(${task}, ${JSON.stringify(payload)}::jsonb, ${jobKey(job)})::text`;
  },
};
