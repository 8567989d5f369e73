import { startPostgres } from "./postgres.ts";

/** The embedded database as a child of the supervisor: stops with it, and says when it accepts connections. */
const { child } = await startPostgres({
  root: need("LAKEPORT_ROOT"),
  home: need("LAKEPORT_HOME"),
  ownerPassword: need("DATABASE_OWNER_PASSWORD"),
});
// SIGINT is Postgres' fast shutdown; SIGTERM would wait for every client to leave.
process.on("SIGTERM", () => child.kill("SIGINT"));
child.on("exit", (code) => process.exit(code ?? 1));
console.log(JSON.stringify({ ready: true }));

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    console.error(`${name} is not set.`);
    process.exit(2);
  }
  return value;
}
