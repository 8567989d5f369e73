import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { type LakeOptions, type RunningLake, startLake } from "#emulators/lake/start.ts";
import type { DeviceTarget } from "#prisma/seed/tell-story.ts";
import { clients, tenantId } from "#tests/cast.ts";
import { type StartedEntra, secrets, startedEntra } from "#tests/contract/entra/started-entra.ts";
import { startTestDatabase } from "#tests/integration/organizations/database.ts";
import { until } from "#tests/integration/seed/children.ts";

const root = join(import.meta.dirname, "../../..");
const adminToken = "admin token of this test";

/** Real Postgres, emulated Entra and lake on free ports, and the seed as the supervisor runs it: a process. */
export type SeededWorld = {
  database: Awaited<ReturnType<typeof startTestDatabase>>;
  entra: StartedEntra;
  lake: RunningLake;
  home: string;
  /** What a child process of the product gets. */
  env: Record<string, string> & { NODE_ENV: "production" };
  /** Seconds and files written, as the seed says. */
  seed: () => Promise<{ filesWritten: number; seconds: string }>;
  /** Starts a telling and kills it (SIGKILL) once the lake has answered that many requests. */
  killSeedAfter: (lakeRequests: number) => Promise<void>;
  devices: () => DeviceTarget[];
  /** Stops the lake, lets `meanwhile` happen, and starts it on the same ports and state. */
  restartLake: (meanwhile: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
};

export async function startSeededWorld(): Promise<SeededWorld> {
  const home = mkdtempSync(join(tmpdir(), "lakeport-seed-"));
  const database = await startTestDatabase();
  const entra = await startedEntra({ authorityFolder: home });
  const lakeOptions: LakeOptions = {
    stateFolder: join(home, "lake"),
    configuration: readLakeConfiguration(join(root, "infra/lake.json"), "http://localhost:3000"),
    tenantId,
    identity: { entraOrigin: entra.http, adminToken },
    certificate: { caFolder: home },
    adminToken,
  };
  const lake = await startLake(lakeOptions);
  const env = settings({ home, entra, lake, workerUrl: database.workerUrl });
  const world: SeededWorld = {
    database,
    entra,
    lake,
    home,
    env,
    seed: async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [join(root, "scripts/seed.ts")], {
        env: { ...env, NODE_ENV: "test" },
        cwd: root,
      });
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
    },
    killSeedAfter: async (lakeRequests) => {
      const child = spawn(process.execPath, [join(root, "scripts/seed.ts")], {
        env,
        cwd: root,
        stdio: "ignore",
      });
      const exited = once(child, "exit");
      await until(async () => world.lake.log.since(0).length >= lakeRequests || child.exitCode !== null);
      child.kill("SIGKILL");
      await exited;
    },
    devices: () => JSON.parse(readFileSync(join(home, "devices.json"), "utf8")),
    restartLake: async (meanwhile) => {
      await world.lake.close();
      await meanwhile();
      const [httpPort, httpsPort] = [lake.http, lake.https].map((origin) => Number(new URL(origin).port));
      world.lake = await startLake({ ...lakeOptions, httpPort, httpsPort });
    },
    close: async () => {
      await world.lake.close();
      await entra.end();
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return world;
}

function settings(from: {
  home: string;
  entra: StartedEntra;
  lake: RunningLake;
  workerUrl: string;
}): SeededWorld["env"] {
  const { home, entra, lake } = from;
  return {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    LAKEPORT_HOME: home,
    DATABASE_URL: from.workerUrl,
    SEAL_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64url")}`,
    ALLOW_EMULATORS: "1",
    ENTRA_TENANT_ID: tenantId,
    ENTRA_CLIENT_ID: clients.portal,
    ENTRA_CLIENT_SECRET: secrets.ENTRA_CLIENT_SECRET,
    ENTRA_ORIGIN: entra.http,
    AZURE_AUTHORITY_HOST: entra.https,
    GRAPH_URL: `${entra.http}/v1.0`,
    WORKER_CLIENT_ID: clients.worker,
    WORKER_CLIENT_SECRET: secrets.WORKER_CLIENT_SECRET,
    PIPELINE_CLIENT_ID: clients.pipeline,
    PIPELINE_CLIENT_SECRET: secrets.PIPELINE_CLIENT_SECRET,
    LAKE_ACCOUNT: "lakeportlocal",
    LAKE_URL: `${lake.https}/lakeportlocal`,
    LAKE_BLOB_URL: `${lake.https}/lakeportlocal`,
    LAKE_BROWSER_URL: `${lake.http}/lakeportlocal`,
    NODE_EXTRA_CA_CERTS: join(home, "ca.pem"),
  };
}
