import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect } from "vitest";
import { postgresUrl } from "#scripts/local/postgres.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";

type Row = Record<string, unknown>;

/** Runs one statement as the database's owner, as somebody does who may change anything in it. */
export function asOwner(cloud: StoryCloud, sql: string): Promise<Row[]> {
  return within(cloud, { role: "lakeport_owner", secret: "databaseOwner" }, (client) => rowsOf(client, sql));
}

/** The name that a partition has in the lake, suffix included: what nobody outside is told. */
export async function partitionDirectory(cloud: StoryCloud, slug: string, zone: string): Promise<string> {
  const [row] = await asOwner(
    cloud,
    `SELECT directory FROM partition JOIN organization ON organization.id = organization_id
     JOIN zone ON zone.id = zone_id WHERE slug = '${slug}' AND zone.name = '${zone}'`,
  );
  expect(row).toBeDefined();
  return String(row?.directory);
}

/** Tables with the same rows for everybody. */
const forEverybody = new Set(["zone", "_prisma_migrations"]);

/** With the web process's own role, and nobody named who asks, there is no row of anybody to be seen. */
export async function findNothingWithoutPerson(cloud: StoryCloud): Promise<void> {
  const seen = await within(cloud, { role: "lakeport_app", secret: "databaseApp" }, async (client) => {
    const counts: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      const [row] = await rowsOf(client, `SELECT count(*)::int AS rows FROM "${table}"`);
      counts[table] = Number(row?.rows);
    }
    return counts;
  });
  expect(Object.keys(seen).length).toBeGreaterThan(10);
  const open = Object.keys(seen).filter((table) => seen[table] !== 0);
  expect(open.join(", "), "tables with rows for nobody").toBe("");
}

/** Switches row-level security on every table, as an altered migration would. */
export async function setRowLevelSecurity(cloud: StoryCloud, isOn: boolean): Promise<void> {
  await within(cloud, { role: "lakeport_owner", secret: "databaseOwner" }, async (client) => {
    for (const table of await tablesOf(client)) {
      await client.query(`ALTER TABLE "${table}" ${isOn ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`);
    }
  });
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const tables = await rowsOf(
    client,
    "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
  );
  return tables.map((table) => String(table.name)).filter((name) => !forEverybody.has(name));
}

async function rowsOf(client: pg.Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}

async function within<T>(
  { home }: StoryCloud,
  login: { role: string; secret: string },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const secrets = JSON.parse(readFileSync(join(home, "secrets.json"), "utf8"));
  const password = String(secrets[login.secret]);
  const client = new pg.Client({ connectionString: postgresUrl(home, { role: login.role, password }) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
