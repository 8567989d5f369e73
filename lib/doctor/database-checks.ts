import { broken, type Check, fine } from "#lib/doctor/check.ts";
import { nobody } from "#lib/platform/db.ts";

/** Tables that hold nothing of one organization or person and therefore need no policies. */
const unscopedTables = ["_prisma_migrations"];

/** Postgres: reachable, with the right role, and row-level security in force. */
export const databaseChecks: readonly Check[] = [
  {
    id: "database.reachable",
    title: "Database answers",
    run: async ({ db }) => {
      const milliseconds = await db.ping();
      return fine(`in ${milliseconds.toFixed(0)} ms`);
    },
  },
  {
    id: "database.role",
    title: "Database role owns nothing",
    run: async ({ db }) => {
      const [role] = await db.within(
        nobody,
        (transaction) => transaction.$queryRaw<{ name: string; owns: bigint; isPowerful: boolean }[]>`
          SELECT current_user::text AS name, (rolsuper OR rolbypassrls) AS "isPowerful",
            (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid) AS owns
          FROM pg_roles WHERE rolname = current_user`,
      );
      if (role === undefined || role.isPowerful || role.owns > 0n) {
        return broken(
          `${role?.name ?? "The role"} owns tables or bypasses row-level security.`,
          "Set DATABASE_URL to the role lakeport_app.",
        );
      }
      return fine(role.name);
    },
  },
  {
    id: "database.row_level_security",
    title: "Row-level security is on",
    run: async ({ db }) => {
      const bare = await db.within(
        nobody,
        (transaction) => transaction.$queryRaw<{ name: string }[]>`
          SELECT relname::text AS name FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity`,
      );
      const names = bare.map((row) => row.name).filter((name) => !unscopedTables.includes(name));
      return names.length === 0
        ? fine("on every table")
        : broken(
            `Off on ${names.join(", ")}.`,
            "Run the migrations again with the owner's role: node scripts/migrate.ts.",
          );
    },
  },
];
