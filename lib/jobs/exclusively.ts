import pg from "pg";

/** Runs `work` while nobody else, in any process, runs under the same key. */
export type Exclusively = <T>(key: string, work: () => Promise<T>) => Promise<T>;

const locksMax = 20;

/**
 * Advisory locks of Postgres, one connection each while held; the lock ends with its connection, so a killed worker
 * blocks nobody.
 */
export function createExclusively(url: string): { exclusively: Exclusively; close: () => Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: locksMax });
  pool.on("error", () => undefined);
  return {
    exclusively: async (key, work) => {
      const client = await pool.connect();
      try {
        await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [key]);
        try {
          return await work();
        } finally {
          await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [key]);
        }
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
