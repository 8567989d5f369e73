import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** What a run did: names of the migrations that it applied, in order. */
export type Migrated = { applied: string[] };

/** A number of our own choosing: one runner at a time on one database. */
const lockKey = 4_216_020_261;

const historyTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
    logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * Applies the migrations of `folder` (Prisma's own layout) that `databaseUrl` has not seen, each in its own transaction,
 * and records them in Prisma's own table, so that `prisma migrate` could take over. Refuses an applied migration whose
 * text has changed since.
 */
export async function migrate(databaseUrl: string, folder: string): Promise<Migrated> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    await client.query(historyTable);
    const known = await readHistory(client);
    const applied: string[] = [];
    for (const name of readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()) {
      if (
        await applyOnce(client, {
          name,
          sql: readFileSync(join(folder, name, "migration.sql"), "utf8"),
          known,
        })
      ) {
        applied.push(name);
      }
    }
    return { applied };
  } finally {
    await client.end();
  }
}

async function readHistory(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

async function applyOnce(
  client: pg.Client,
  migration: { name: string; sql: string; known: Map<string, string> },
): Promise<boolean> {
  const checksum = createHash("sha256").update(migration.sql).digest("hex");
  const before = migration.known.get(migration.name);
  if (before !== undefined) {
    if (before !== checksum) {
      throw new Error(`Migration ${migration.name} was changed after it had been applied to this database.`);
    }
    return false;
  }
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, migration.name],
    );
    await client.query("COMMIT");
    return true;
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(
      `Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Gives the two roles that own nothing their passwords (they are made by a migration, without one). */
export async function setRolePasswords(
  databaseUrl: string,
  passwords: Record<string, string>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(
        `ALTER ROLE ${client.escapeIdentifier(role)} PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_OWNER_URL;
  if (url === undefined) {
    console.error("Set DATABASE_OWNER_URL to the role that owns Lakeport's tables.");
    process.exit(2);
  }
  const { applied } = await migrate(url, join(import.meta.dirname, "..", "prisma", "migrations"));
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
}
