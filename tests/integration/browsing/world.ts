import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { type RunningLake, startLake } from "#emulators/lake/start.ts";
import type { Actor } from "#lib/auth/actor.ts";
import type { Job } from "#lib/jobs/job.ts";
import { readEnv } from "#lib/platform/env.ts";
import { createServices, type Services } from "#lib/platform/services.ts";
import { createWorkerServices } from "#lib/platform/worker-services.ts";
import { clients } from "#tests/cast.ts";
import {
  portalOrigin,
  type StartedEntra,
  secrets,
  startedEntra,
} from "#tests/contract/entra/started-entra.ts";
import { startDatabase, type TestDatabase } from "#tests/integration/auth/database.ts";
import { createMemoryJobs, platformAdmin, settle } from "#tests/integration/organizations/story.ts";

/** The whole back of the portal without Next: real Postgres, both emulators, the real adapters and use cases. */
export type World = {
  entra: StartedEntra;
  lake: RunningLake;
  database: TestDatabase;
  services: Services;
  /** The operator, who sets the stage. */
  admin: Actor;
  recording: Services & { jobs: ReturnType<typeof createMemoryJobs> };
  settings: Record<string, string>;
  /** Lets the worker do what was recorded. */
  settle(): Promise<void>;
  turnClock(seconds: number): void;
  end(): Promise<void>;
};

const adminToken = "admin token of this test";

/** Starts everything on free ports, with the two zones and nobody in them. */
export async function startWorld(settingsOver: Record<string, string> = {}): Promise<World> {
  const [entra, database] = await Promise.all([
    startedEntra({ portalOrigin: settingsOver.PORTAL_ORIGIN ?? portalOrigin }),
    startDatabase(),
  ]);
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(entra.authorityPath, "utf8")]);
  const lake = await startLake({
    stateFolder: join(entra.stateFolder, "lake"),
    configuration: readLakeConfiguration("infra/lake.json", settingsOver.PORTAL_ORIGIN ?? portalOrigin),
    tenantId: entra.tenantId,
    identity: { entraOrigin: entra.http, adminToken },
    certificate: { caFolder: entra.stateFolder },
    adminToken,
  });
  const settings = { ...settingsOf(entra, database, lake), ...settingsOver };
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const services = { ...createServices(readEnv(settings), "test"), clock };
  globalThis.lakeportServices = services;
  await database.owner(
    `INSERT INTO zone (id, name, title, is_closed, position)
     VALUES (gen_random_uuid(), 'raw', 'Raw', true, 1), (gen_random_uuid(), 'curated', 'Curated', false, 2)
     ON CONFLICT DO NOTHING`,
  );
  const jobs = createMemoryJobs();
  const worker = createWorkerServices(
    readEnv({ ...settings, DATABASE_URL: database.urls.worker, ...workerSecrets }),
  );
  const settleAll = () => settle({ ...worker, jobs }, jobs.queue as Job[]);
  await openRoots(worker.lakeIdentity);
  return {
    entra,
    lake,
    database,
    services,
    settings,
    admin: await platformAdmin(services.db),
    recording: { ...services, jobs },
    settle: settleAll,
    turnClock: (seconds) => {
      offsetMs += seconds * 1000;
    },
    end: async () => {
      globalThis.lakeportServices = undefined;
      await Promise.all([services.db.close(), worker.close(), lake.close()]);
      await Promise.all([entra.end(), database.end()]);
    },
  };
}

const workerSecrets = {
  WORKER_CLIENT_ID: clients.worker,
  WORKER_CLIENT_SECRET: secrets.WORKER_CLIENT_SECRET,
};

/** The containers' roots as domain.md has them: everybody may pass, nobody may look. */
async function openRoots(identity: ReturnType<typeof createWorkerServices>["lakeIdentity"]): Promise<void> {
  for (const container of ["raw", "curated"]) {
    const set = await identity.setAcl({ container, path: "" }, "user::rwx,group::---,other::--x");
    if (!set.ok) {
      throw new Error(`root of ${container}: ${set.code}`);
    }
  }
}

function settingsOf(entra: StartedEntra, database: TestDatabase, lake: RunningLake): Record<string, string> {
  const base = `${entra.http}/${entra.tenantId}`;
  return {
    PORTAL_ORIGIN: portalOrigin,
    LOG_LEVEL: "error",
    DATABASE_URL: database.urls.app,
    SEAL_KEYS: `now:${Buffer.alloc(32, 2).toString("base64url")}`,
    ALLOW_EMULATORS: "1",
    ENTRA_TENANT_ID: entra.tenantId,
    ENTRA_CLIENT_ID: clients.portal,
    ENTRA_CLIENT_SECRET: secrets.ENTRA_CLIENT_SECRET,
    ENTRA_AUTHORITY: `https://login.local/${entra.tenantId}`,
    ENTRA_KNOWN_AUTHORITIES: "login.local",
    ENTRA_AUTHORITY_METADATA: JSON.stringify({
      issuer: entra.issuer,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
    AZURE_AUTHORITY_HOST: entra.https,
    GRAPH_URL: `${entra.http}/v1.0`,
    LAKE_ACCOUNT: "lakeportlocal",
    LAKE_URL: `${lake.https}/lakeportlocal`,
    LAKE_BLOB_URL: `${lake.https}/lakeportlocal`,
    LAKE_BROWSER_URL: `${lake.http}/lakeportlocal`,
  };
}
