import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweepSessions } from "#lib/jobs/sweep-sessions.ts";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import { startTestDatabase } from "#tests/integration/organizations/database.ts";
import { platformAdmin } from "#tests/integration/organizations/story.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let worker: Database;
let owner: pg.Client;
let personId: string;
const now = new Date("2026-11-20T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

beforeAll(async () => {
  database = await startTestDatabase();
  worker = createDatabase(database.workerUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  ({ personId } = await platformAdmin(worker));
});

afterAll(async () => {
  await owner?.end();
  await worker?.close();
  await database?.close();
});

/** A session with a cache of its own, last touched two hours ago. */
async function addSession(id: string, times: { expiresAt: Date; endedAt: Date | null }): Promise<string> {
  const cacheId = await addCache(hours(-2));
  await owner.query(
    `INSERT INTO sign_in_session (id, person_id, cache_id, is_platform_admin, login_hint, created_at, last_seen_at, expires_at, ended_at)
     VALUES ($1, $2, $3, false, '', $4, $4, $5, $6)`,
    [id, personId, cacheId, hours(-30), times.expiresAt, times.endedAt],
  );
  return cacheId;
}

async function addCache(updatedAt: Date): Promise<string> {
  const id = randomUUID();
  await owner.query(
    "INSERT INTO sealed_cache (id, person_id, kind, key_id, sealed, updated_at) VALUES ($1, $2, 'session', 'k1', '\\x00', $3)",
    [id, personId, updatedAt],
  );
  return id;
}

test("a sweep ends what ran out, removes what ended a day ago, and every cache that nobody holds any more", async () => {
  const live = await addSession("live", { expiresAt: hours(1), endedAt: null });
  await addSession("ran out", { expiresAt: hours(-1), endedAt: null });
  await addSession("long ago", { expiresAt: hours(-26), endedAt: hours(-25) });
  const young = await addCache(hours(-0.5));
  await addCache(hours(-2));
  const swept = await sweepSessions({ db: worker, clock: { now: () => now } });
  expect(swept).toMatchObject({ sessions: 1, caches: 3 });
  const sessions = await owner.query("SELECT id, ended_at FROM sign_in_session ORDER BY id");
  expect(sessions.rows).toEqual([
    { id: "live", ended_at: null },
    { id: "ran out", ended_at: hours(-1) },
  ]);
  const caches = await owner.query("SELECT id FROM sealed_cache");
  expect(caches.rows.map((row) => row.id).sort()).toEqual([live, young].sort());
});

test("a second sweep finds nothing to do", async () => {
  const swept = await sweepSessions({ db: worker, clock: { now: () => now } });
  expect(swept).toEqual({ sessions: 0, delegations: 0, caches: 0, hubCodes: 0 });
});
