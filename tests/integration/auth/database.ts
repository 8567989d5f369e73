import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ownerRole, startPostgres } from "#scripts/local/postgres.ts";
import { migrate, setRolePasswords } from "#scripts/migrate.ts";

const root = join(import.meta.dirname, "../../..");

/** A real Postgres of the test's own, migrated; `ask` queries as a role without Prisma; `end` leaves nothing behind. */
export async function startDatabase() {
  const home = mkdtempSync(join(tmpdir(), "lakeport-test-"));
  const running = await startPostgres({ root, home, ownerPassword: "owner" });
  const urls = {
    owner: running.url(ownerRole, "owner"),
    app: running.url("lakeport_app", "app"),
    worker: running.url("lakeport_worker", "worker"),
  };
  await migrate(urls.owner, join(root, "prisma/migrations"));
  await setRolePasswords(urls.owner, { lakeport_app: "app", lakeport_worker: "worker" });
  const owner = new pg.Pool({ connectionString: urls.owner, max: 2 });
  // The server ends first when a test does; an idle connection then says so.
  owner.on("error", () => undefined);
  return {
    urls,
    /** Past row-level security: what the tables really hold. */
    owner: async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows,
    end: async () => {
      await owner.end();
      const exited = once(running.child, "exit");
      running.child.kill("SIGINT");
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type TestDatabase = Awaited<ReturnType<typeof startDatabase>>;
