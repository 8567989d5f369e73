import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runChecks } from "#lib/doctor/run-checks.ts";
import { readEnv } from "#lib/platform/env.ts";
import { createServices } from "#lib/platform/services.ts";
import { restartWithAuthority } from "./local/own-authority.ts";
import { postgresUrl } from "./local/postgres.ts";
import { openSecrets } from "./local/secrets.ts";
import { productSettings } from "./local/settings.ts";

/**
 * `npm run doctor`: what is wrong with an installation and how to mend it; changes nothing. Looks at the settings in the
 * environment, or, without DATABASE_URL, at the local cloud of this folder (LAKEPORT_HOME).
 */
const root = resolve(import.meta.dirname, "..");
const home = resolve(process.env.LAKEPORT_HOME ?? join(root, ".lakeport"));
const marks = { ok: "ok  ", warning: "warn", failed: "FAIL" } as const;

const settings = process.env.DATABASE_URL === undefined ? localSettings() : process.env;
restartWithAuthority(settings.NODE_EXTRA_CA_CERTS);
const services = createServices(readEnv(settings), "doctor");
let failures = 0;
for await (const result of runChecks(services)) {
  failures += result.state === "failed" ? 1 : 0;
  console.log(`${marks[result.state]} ${result.title}: ${result.detail}`);
  if (result.mend !== "") {
    console.log(`     → ${result.mend}`);
  }
}
await services.db.close();
console.log(failures === 0 ? "Nothing is broken." : `${failures} of these must be mended.`);
process.exit(failures === 0 ? 0 : 1);

function localSettings(): Record<string, string | undefined> {
  if (!existsSync(join(home, "ports.json"))) {
    console.error(
      "Nothing was ever started here: run `npm run up`, or set the environment of a real installation.",
    );
    process.exit(1);
  }
  const secrets = openSecrets(home);
  const ports = JSON.parse(readFileSync(join(home, "ports.json"), "utf8"));
  const url = postgresUrl(home, { role: "lakeport_app", password: secrets.databaseApp });
  return { ...productSettings({ root, home, ports, secrets }), DATABASE_URL: url, LOG_LEVEL: "error" };
}
