import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createExclusively } from "#lib/jobs/exclusively.ts";
import { databaseJobs } from "#lib/jobs/job.ts";
import { prepareJobs } from "#lib/jobs/prepare-jobs.ts";
import { startJobs } from "#lib/jobs/start-jobs.ts";
import { createDatabase, type Database, nobody } from "#lib/platform/db.ts";
import { startTestDatabase } from "#tests/integration/organizations/database.ts";
import { createMemoryCloud } from "#tests/integration/organizations/memory-cloud.ts";
import { workerOver } from "#tests/integration/organizations/story.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let app: Database;
let worker: Database;
let owner: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  await prepareJobs(database.ownerUrl, database.workerUrl);
  app = createDatabase(database.appUrl);
  worker = createDatabase(database.workerUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await app?.close();
  await worker?.close();
  await database?.close();
});

const organizationId = "0190a000-0000-7000-8000-000000000001";
const job = { task: "apply-organization", organizationId } as const;

async function queued(): Promise<number> {
  const { rows } = await owner.query("SELECT count(*)::int AS count FROM graphile_worker.jobs");
  return rows[0].count;
}

/** Waits until a question is answered with yes. */
async function until(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("preparing the queue twice changes nothing, and the worker's role owns no right to make schemas afterwards", async () => {
  await prepareJobs(database.ownerUrl, database.workerUrl);
  const client = new pg.Client({ connectionString: database.workerUrl });
  await client.connect();
  await expect(client.query("CREATE SCHEMA stray")).rejects.toThrow(/permission denied/);
  await client.end();
});

test("a job is queued only when the transaction that wants it commits, and once however often it is wanted", async () => {
  const undone = app.within(nobody, async (transaction) => {
    await databaseJobs.enqueue(transaction, job);
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  expect(await queued()).toBe(0);
  for (let time = 0; time < 2; time += 1) {
    await app.within(nobody, (transaction) => databaseJobs.enqueue(transaction, job));
  }
  expect(await queued()).toBe(1);
});

test("the worker takes queued jobs, and keeps one that failed for another try", async () => {
  const services = workerOver(worker, createMemoryCloud([]), databaseJobs);
  const runner = await startJobs(services, database.workerUrl);
  await until(async () => {
    const { rows } = await owner.query("SELECT last_error FROM graphile_worker.jobs WHERE attempts > 0");
    return rows.some((row) => String(row.last_error).includes("no organization"));
  });
  await runner.stop();
  expect(await queued()).toBe(1);
});

test("two holders of one key take turns, also across processes' pools", async () => {
  const [first, second] = [createExclusively(database.workerUrl), createExclusively(database.workerUrl)];
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await worker.ping();
    inside -= 1;
  };
  await Promise.all([first, second, first, second].map((locks) => locks.exclusively("same", work)));
  expect(most).toBe(1);
  await Promise.all([first.close(), second.close()]);
});
