import { join } from "node:path";
import { prepareJobs } from "#lib/jobs/prepare-jobs.ts";
import { migrate, setRolePasswords } from "../migrate.ts";
import { untilAnswers } from "./answers.ts";
import { buildWeb, webServer } from "./build-web.ts";
import { type ChildSpec, nodeCommand } from "./child.ts";
import { startNotebooks } from "./notebooks.ts";
import { postgresUrl } from "./postgres.ts";
import { runOnce } from "./run-once.ts";
import {
  deviceSettings,
  emulatorSettings,
  type LocalCloud,
  originsOf,
  productSettings,
  workerSettings,
  writeLocalEnv,
} from "./settings.ts";
import type { Steps } from "./steps.ts";
import type { Supervisor } from "./supervisor.ts";
import { tellOnce } from "./tell-once.ts";

export type StartWith = { supervisor: Supervisor; steps: Steps; hasNotebooks: boolean };

/**
 * Starts every process of the local cloud as soon as what it needs is there: the portal is built while the others
 * start and the story is told. Notebooks come later, in the background.
 */
export async function startLocalCloud(cloud: LocalCloud, start: StartWith): Promise<void> {
  writeLocalEnv(cloud);
  const { steps } = start;
  const built = steps.step("Building the portal (when it changed)", () => buildWeb(cloud.root));
  const clouds = Promise.all([
    steps.step("Database", () => startDatabase(cloud, start)),
    steps.step("Microsoft Entra and Graph (emulated)", () => startEntra(cloud, start)),
    steps.step("Data lake (emulated)", () => startLake(cloud, start)),
  ]);
  const told = clouds.then(() =>
    steps.step("Organizations, people and data (once)", () => tellOnce(cloud, () => seed(cloud))),
  );
  // The worker comes after the story: both would apply the same rows at the same time.
  const worked = told.then(() => steps.step("Worker and devices", () => startWorkers(cloud, start)));
  const opened = Promise.all([built, clouds]).then(() =>
    steps.step("Portal and identity endpoint", () => startPortal(cloud, start)),
  );
  await Promise.all([worked, opened]);
  if (start.hasNotebooks) {
    void startNotebooks(cloud, start);
  }
}

async function startDatabase(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const env = {
    LAKEPORT_ROOT: cloud.root,
    LAKEPORT_HOME: cloud.home,
    DATABASE_OWNER_PASSWORD: cloud.secrets.databaseOwner,
  };
  await supervisor.run(
    nodeChild(cloud, { name: "postgres", file: "scripts/local/run-postgres.ts", env }),
    "essential",
  );
  await migrate(ownerUrl(cloud), join(cloud.root, "prisma", "migrations"));
  await setRolePasswords(ownerUrl(cloud), {
    lakeport_app: cloud.secrets.databaseApp,
    lakeport_worker: cloud.secrets.databaseWorker,
  });
  await prepareJobs(ownerUrl(cloud), workerUrl(cloud));
}

async function startEntra(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const env = emulatorSettings(cloud);
  await supervisor.run(
    nodeChild(cloud, { name: "entra", file: "emulators/entra/main.ts", env }),
    "essential",
  );
}

async function startLake(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const env = emulatorSettings(cloud);
  await supervisor.run(nodeChild(cloud, { name: "lake", file: "emulators/lake/main.ts", env }), "essential");
}

function seed(cloud: LocalCloud): Promise<void> {
  const env = { ...workerEnvironment(cloud), ...deviceSettings(cloud) };
  return runOnce(nodeChild(cloud, { name: "seed", file: "scripts/seed.ts", env }), join(cloud.home, "logs"));
}

async function startPortal(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const { root, ports } = cloud;
  const env = { ...productSettings(cloud), DATABASE_URL: appUrl(cloud) };
  const web = nodeChild(cloud, {
    name: "web",
    file: "scripts/local/run-web.mjs",
    env: { ...env, PORT: String(ports.portal), HOSTNAME: "127.0.0.1" },
  });
  const identity = nodeChild(cloud, { name: "identity", file: "scripts/identity.ts", env });
  await Promise.all([
    supervisor.run({ ...web, command: [...web.command, webServer(root)], saysReady: false }, "essential"),
    supervisor.run(identity, "optional"),
  ]);
  await untilAnswers(`${originsOf(ports).portal}/api/health`);
}

async function startWorkers(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const worker = nodeChild(cloud, { name: "worker", file: "scripts/work.ts", env: workerEnvironment(cloud) });
  const devices = nodeChild(cloud, {
    name: "devices",
    file: "emulators/devices/main.ts",
    env: deviceSettings(cloud),
  });
  await Promise.all([
    supervisor.run(worker, "essential"),
    supervisor.run({ ...devices, saysReady: false }, "optional"),
  ]);
}

type NodeChild = { name: string; file: string; env: Record<string, string> };

function nodeChild(cloud: LocalCloud, child: NodeChild): ChildSpec {
  const { name, file } = child;
  // What Node compiled at the last start it need not compile again: half of the time of a second start.
  const env = { NODE_COMPILE_CACHE: join(cloud.home, "compiled"), ...child.env };
  return { name, command: nodeCommand(cloud.root, file), cwd: cloud.root, env, saysReady: true };
}

function workerEnvironment(cloud: LocalCloud): Record<string, string> {
  return {
    ...productSettings(cloud),
    ...workerSettings(cloud),
    DATABASE_URL: workerUrl(cloud),
    DATABASE_OWNER_URL: ownerUrl(cloud),
  };
}

function appUrl(cloud: LocalCloud): string {
  return postgresUrl(cloud.home, { role: "lakeport_app", password: cloud.secrets.databaseApp });
}

function workerUrl(cloud: LocalCloud): string {
  return postgresUrl(cloud.home, { role: "lakeport_worker", password: cloud.secrets.databaseWorker });
}

function ownerUrl(cloud: LocalCloud): string {
  return postgresUrl(cloud.home, { role: "lakeport_owner", password: cloud.secrets.databaseOwner });
}
