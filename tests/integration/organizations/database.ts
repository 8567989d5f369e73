import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownerRole, startPostgres } from "#scripts/local/postgres.ts";
import { migrate, setRolePasswords } from "#scripts/migrate.ts";

const root = join(import.meta.dirname, "../../..");

/** A real Postgres of the test's own, migrated, with the three roles' addresses; `close` leaves nothing behind. */
export async function startTestDatabase() {
  const home = mkdtempSync(join(tmpdir(), "lakeport-test-"));
  const running = await startPostgres({ root, home, ownerPassword: "owner" });
  const ownerUrl = running.url(ownerRole, "owner");
  await migrate(ownerUrl, join(root, "prisma/migrations"));
  await setRolePasswords(ownerUrl, { lakeport_app: "app", lakeport_worker: "worker" });
  return {
    ownerUrl,
    appUrl: running.url("lakeport_app", "app"),
    workerUrl: running.url("lakeport_worker", "worker"),
    close: async () => {
      const exited = once(running.child, "exit");
      running.child.kill("SIGINT");
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
