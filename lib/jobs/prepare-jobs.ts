import { runMigrations } from "graphile-worker";
import pg from "pg";

/**
 * Makes the queue's schema and brings it up to date. It belongs to the worker's role, so that the worker, which owns
 * nothing else, can run it; the owner becomes a member of that role, so that `enqueue_job` can add to it.
 */
export async function prepareJobs(ownerUrl: string, workerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const worker = owner.escapeIdentifier(new URL(workerUrl).username);
    const { rows } = await owner.query<{ name: string }>("SELECT current_database() AS name");
    const database = owner.escapeIdentifier(rows[0]?.name ?? "postgres");
    await owner.query(`GRANT ${worker} TO CURRENT_USER`);
    await owner.query(`CREATE SCHEMA IF NOT EXISTS graphile_worker AUTHORIZATION ${worker}`);
    // graphile-worker says CREATE SCHEMA IF NOT EXISTS, which wants the right even where the schema is there.
    await owner.query(`GRANT CREATE ON DATABASE ${database} TO ${worker}`);
    await runMigrations({ connectionString: workerUrl }).finally(() =>
      owner.query(`REVOKE CREATE ON DATABASE ${database} FROM ${worker}`),
    );
  } finally {
    await owner.end();
  }
}
