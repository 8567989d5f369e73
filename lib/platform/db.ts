import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "#lib/platform/prisma/client.ts";

/** Who is asking, as the database's policies see it. */
export type Scope = {
  personId: string | null;
  organizationIds: readonly string[];
  isPlatformAdmin: boolean;
};

/** The Prisma client inside one transaction whose settings name the asker. */
export type Transaction = Prisma.TransactionClient;

/** Postgres behind row-level security: there is no way to query it without saying who asks. */
export type Database = {
  /** Runs `work` in one transaction as `scope`. Rows outside the scope are not there. */
  within<T>(scope: Scope, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Milliseconds that one round trip took; throws when the database does not answer. */
  ping(): Promise<number>;
  close(): Promise<void>;
};

/** Nobody: for the exact-match functions that are asked before a person is known. */
export const nobody: Scope = { personId: null, organizationIds: [], isPlatformAdmin: false };

/** A page does not wait longer; a job on a busy machine may (see worker-services.ts). */
const transactionTimeoutMs = 15_000;
const connectionsMax = 10;

/** Connects lazily to `url` (a role that owns nothing); a transaction may take `timeoutMs`. */
export function createDatabase(url: string, timeoutMs = transactionTimeoutMs): Database {
  const pool = new pg.Pool({ connectionString: url, max: connectionsMax });
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    within: (scope, work) =>
      prisma.$transaction(
        async (transaction) => {
          await nameAsker(transaction, scope);
          return work(transaction);
        },
        { timeout: timeoutMs, maxWait: timeoutMs },
      ),
    ping: async () => {
      const started = performance.now();
      await pool.query("SELECT 1");
      return performance.now() - started;
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end().catch(() => undefined);
    },
  };
}

/** Makes the three settings that the policies read, for this transaction only. */
async function nameAsker(transaction: Transaction, scope: Scope): Promise<void> {
  const organizations = `{${scope.organizationIds.join(",")}}`;
  await transaction.$queryRaw`
    SELECT set_config('app.person', ${scope.personId ?? ""}, true),
           set_config('app.organizations', ${organizations}, true),
           set_config('app.platform_admin', ${String(scope.isPlatformAdmin)}, true)`;
}
