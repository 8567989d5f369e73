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

export type StartWith = { supervisor: Supervisor; steps: Steps; hasNotebooks: boolean };

/** Starts every process of the local cloud, each when what it needs is there; notebooks come later, in the background. */
export async function startLocalCloud(cloud: LocalCloud, start: StartWith): Promise<void> {
  writeLocalEnv(cloud);
  const { steps } = start;
  await steps.step("Database", () => startDatabase(cloud, start));
  await steps.step("Microsoft Entra and Graph (emulated)", () => startEntra(cloud, start));
  await steps.step("Data lake (emulated)", () => startLake(cloud, start));
  await steps.step("Building the portal (when it changed)", () => buildWeb(cloud.root));
  await steps.step("Organizations, people and data (once)", () => seed(cloud));
  await steps.step("Portal, worker, identity endpoint, devices", () => startProduct(cloud, start));
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

async function startProduct(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const { root, ports } = cloud;
  const env = { ...productSettings(cloud), DATABASE_URL: appUrl(cloud) };
  const web = nodeChild(cloud, {
    name: "web",
    file: "scripts/local/run-web.mjs",
    env: { ...env, PORT: String(ports.portal), HOSTNAME: "127.0.0.1" },
  });
  const worker = nodeChild(cloud, { name: "worker", file: "scripts/work.ts", env: workerEnvironment(cloud) });
  const devices = nodeChild(cloud, {
    name: "devices",
    file: "emulators/devices/main.ts",
    env: deviceSettings(cloud),
  });
  await Promise.all([
    supervisor.run({ ...web, command: [...web.command, webServer(root)], saysReady: false }, "essential"),
    supervisor.run(worker, "essential"),
    supervisor.run(nodeChild(cloud, { name: "identity", file: "scripts/identity.ts", env }), "optional"),
    supervisor.run({ ...devices, saysReady: false }, "optional"),
  ]);
  await untilAnswers(`${originsOf(ports).portal}/api/health`);
}

type NodeChild = { name: string; file: string; env: Record<string, string> };

function nodeChild(cloud: LocalCloud, child: NodeChild): ChildSpec {
  const { name, file, env } = child;
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
