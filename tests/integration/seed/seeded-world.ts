import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { type RunningLake, startLake } from "#emulators/lake/start.ts";
import type { DeviceTarget } from "#prisma/seed/tell-story.ts";
import { clients, tenantId } from "#tests/cast.ts";
import { type StartedEntra, secrets, startedEntra } from "#tests/contract/entra/started-entra.ts";
import { startTestDatabase } from "#tests/integration/organizations/database.ts";

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
  devices: () => DeviceTarget[];
  close: () => Promise<void>;
};

export async function startSeededWorld(): Promise<SeededWorld> {
  const home = mkdtempSync(join(tmpdir(), "lakeport-seed-"));
  const database = await startTestDatabase();
  const entra = await startedEntra({ authorityFolder: home });
  const lake = await startLake({
    stateFolder: join(home, "lake"),
    configuration: readLakeConfiguration(join(root, "infra/lake.json"), "http://localhost:3000"),
    tenantId,
    identity: { entraOrigin: entra.http, adminToken },
    certificate: { caFolder: home },
    adminToken,
  });
  const env = settings({ home, entra, lake, workerUrl: database.workerUrl });
  return {
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
    devices: () => JSON.parse(readFileSync(join(home, "devices.json"), "utf8")),
    close: async () => {
      await lake.close();
      await entra.end();
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
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
