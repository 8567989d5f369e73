import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { loadOffline } from "#emulators/lake/load.ts";
import { startLake } from "#emulators/lake/start.ts";
import { endWithSupervisor } from "#emulators/shared/supervised.ts";

const { env } = process;
const required = (name: string): string => {
  const value = env[name];
  if (!value) throw new Error(`The lake emulator needs the environment variable ${name}.`);
  return value;
};
const stateFolder = required("LAKE_STATE");
mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
const logFile = createWriteStream(join(stateFolder, "requests.jsonl"), { flags: "a", mode: 0o600 });
const configurationFile = env.LAKE_CONFIGURATION ?? join(import.meta.dirname, "../../infra/lake.json");

const configuration = readLakeConfiguration(configurationFile, env.PORTAL_ORIGIN ?? "http://localhost:3000");

const loadAt = process.argv.indexOf("--load");
if (loadAt > 0) {
  const loaded = await loadOffline(stateFolder, configuration, process.argv[loadAt + 1] ?? "");
  process.stdout.write(`${JSON.stringify({ loaded })}\n`);
  process.exit(0);
}

const running = await startLake({
  stateFolder,
  configuration,
  tenantId: required("ENTRA_TENANT_ID"),
  identity: { entraOrigin: env.ENTRA_ORIGIN ?? "http://127.0.0.1:4100", adminToken: env.ADMIN_TOKEN ?? "" },
  certificate: { caFolder: required("CA_FOLDER") },
  httpPort: Number(env.LAKE_HTTP_PORT ?? "4200"),
  httpsPort: Number(env.LAKE_HTTPS_PORT ?? "4243"),
  adminToken: env.ADMIN_TOKEN,
  accountKey: env.LAKE_ACCOUNT_KEY,
  delays: {
    aclMs: Number(env.LAKE_ACL_DELAY_MS ?? "0"),
    roleMs: Number(env.LAKE_ROLE_DELAY_MS ?? "0"),
    groupMs: Number(env.LAKE_GROUP_DELAY_MS ?? "0"),
  },
  writeLog: (line) => logFile.write(line),
});

endWithSupervisor(running.close);
process.stdout.write(`${JSON.stringify({ ready: true, http: running.http, https: running.https })}\n`);
