import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { nodeCommand } from "./local/child.ts";
import { choosePorts, type PortName, takenPorts, takenSentence } from "./local/ports.ts";
import { openSecrets } from "./local/secrets.ts";
import { emulatorSettings, type LocalCloud, localIds, originsOf } from "./local/settings.ts";
import { Supervisor } from "./local/supervisor.ts";

const help = `npm run lake: an emulated Azure Data Lake Storage Gen2 with the emulated Microsoft Entra and Graph whose
tokens it takes; for other projects. docs/emulators.md says what can be done with them.

Everything is set by environment:
  LAKEPORT_HOME          state folder, default .lakeport-lake; delete it to start over
  ENTRA_PORT             4100, http: sign-in, tokens, Graph      ENTRA_TLS_PORT   4143, the same over https
  LAKE_PORT              4200, http: what a browser's fetch uses LAKE_TLS_PORT    4243, https: what SDKs use
  LAKEPORT_PORTS=free    takes free ports instead
  PORTAL_ORIGIN          your application's origin, default http://localhost:3000 (redirect addresses, CORS)
  ENTRA_REGISTRATIONS    your own file instead of infra/entra.json (tenant, applications, consent)
  LAKE_CONFIGURATION     your own file instead of infra/lake.json (account, containers, roles, CORS)
  LAKE_GROUP_DELAY_MS, LAKE_ACL_DELAY_MS, LAKE_ROLE_DELAY_MS   how late a change is felt, default 0
An application's secret is taken from the variable that its secretSetting names.

When both answer, <LAKEPORT_HOME>/lake.env holds addresses, ids, and the secrets of this installation. Ctrl-C stops both.`;

const root = resolve(import.meta.dirname, "..");
const { env } = process;
const home = resolve(env.LAKEPORT_HOME ?? join(root, ".lakeport-lake"));
const used: readonly PortName[] = ["entra", "entraTls", "lake", "lakeTls"];
const passedOn = ["ENTRA_REGISTRATIONS", "LAKE_CONFIGURATION", "LAKE_ACL_DELAY_MS", "LAKE_ROLE_DELAY_MS"];

const registrations = z.object({
  tenant: z.object({ id: z.guid() }),
  apps: z.array(z.object({ secretSetting: z.string().optional() })),
});
const configuration = z.object({ account: z.string() });

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  console.log(help);
  process.exit(0);
}
const supervisor = new Supervisor(join(home, "logs"), (line) => console.log(line));
let isStopping = false;
endOnSignals();
await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return stop(1);
});

async function start(): Promise<void> {
  const started = performance.now();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const ports = await choosePorts(env);
  const taken = (await takenPorts(ports)).filter((name) => used.includes(name));
  if (taken.length > 0) {
    throw new Error(taken.map((name) => takenSentence(name, ports[name])).join("\n"));
  }
  const cloud = { root, home, ports, secrets: openSecrets(home) };
  const settings = settingsOf(cloud);
  for (const name of ["entra", "lake"]) {
    const command = nodeCommand(root, `emulators/${name}/main.ts`);
    await supervisor.run({ name, command, cwd: root, env: settings, saysReady: true }, "essential");
  }
  writeFileSync(join(home, "lake.env"), linesOf(cloud, settings), { mode: 0o600 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`The lake is ready at ${lakeUrl(cloud, settings)} (${seconds} s); settings: ${home}/lake.env`);
  void supervisor.failed.then(() => stop(1));
}

/** What both emulators are started with; another project's files bring their own tenant, account and secrets. */
function settingsOf(cloud: LocalCloud): Record<string, string> {
  const { tenant, apps } = readJson("ENTRA_REGISTRATIONS", "entra.json", registrations);
  const { account } = readJson("LAKE_CONFIGURATION", "lake.json", configuration);
  const names = [...passedOn, "PORTAL_ORIGIN", ...apps.map(({ secretSetting }) => secretSetting ?? "")];
  const given = names.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return {
    ...emulatorSettings(cloud),
    ENTRA_TENANT_ID: tenant.id,
    LAKE_ACCOUNT: account,
    ...Object.fromEntries(given),
  };
}

function readJson<T>(setting: string, usual: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(env[setting] ?? join(root, "infra", usual), "utf8")));
}

/** Addresses, ids and secrets as a file that a shell can read. */
function linesOf(cloud: LocalCloud, settings: Record<string, string>): string {
  const origins = originsOf(cloud.ports);
  const lines = {
    ENTRA_TENANT_ID: settings.ENTRA_TENANT_ID,
    ENTRA_CLI_CLIENT_ID: localIds.cli,
    ENTRA_ORIGIN: origins.entra,
    AZURE_AUTHORITY_HOST: origins.entraTls,
    GRAPH_URL: `${origins.entra}/v1.0`,
    LAKE_ACCOUNT: settings.LAKE_ACCOUNT,
    LAKE_ORIGIN: `http://127.0.0.1:${cloud.ports.lake}`,
    LAKE_URL: lakeUrl(cloud, settings),
    PIPELINE_CLIENT_ID: localIds.pipeline,
    PIPELINE_CLIENT_SECRET: settings.PIPELINE_CLIENT_SECRET,
    ADMIN_TOKEN: settings.ADMIN_TOKEN,
    NODE_EXTRA_CA_CERTS: join(cloud.home, "ca.pem"),
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function lakeUrl(cloud: LocalCloud, settings: Record<string, string>): string {
  return `https://127.0.0.1:${cloud.ports.lakeTls}/${settings.LAKE_ACCOUNT}`;
}

function endOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop(0));
  }
  if (env.LAKEPORT_BOOTSTRAPPED === "1") {
    process.stdin
      .on("end", () => void stop(0))
      .on("error", () => void stop(0))
      .resume();
  }
}

async function stop(code: number): Promise<void> {
  if (!isStopping) {
    isStopping = true;
    await supervisor.stop();
    process.exit(code);
  }
}
