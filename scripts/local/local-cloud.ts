import { join } from "node:path";
import { migrate, setRolePasswords } from "../migrate.ts";
import { untilAnswers } from "./answers.ts";
import { buildWeb, webServer } from "./build-web.ts";
import { nodeCommand } from "./child.ts";
import { postgresUrl } from "./postgres.ts";
import {
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

/** Starts every process of the local cloud, in an order in which each finds what it needs. */
export async function startLocalCloud(cloud: LocalCloud, start: StartWith): Promise<void> {
  writeLocalEnv(cloud);
  const { steps } = start;
  await steps.step("Database", () => startDatabase(cloud, start));
  await steps.step("Building the portal (when it changed)", () => buildWeb(cloud.root));
  await steps.step("Portal", () => startPortal(cloud, start));
}

async function startDatabase(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  await supervisor.run(
    {
      name: "postgres",
      command: nodeCommand(cloud.root, "scripts/local/run-postgres.ts"),
      cwd: cloud.root,
      env: {
        LAKEPORT_ROOT: cloud.root,
        LAKEPORT_HOME: cloud.home,
        DATABASE_OWNER_PASSWORD: cloud.secrets.databaseOwner,
      },
      saysReady: true,
    },
    "essential",
  );
  const ownerUrl = postgresUrl(cloud.home, { role: "lakeport_owner", password: cloud.secrets.databaseOwner });
  await migrate(ownerUrl, join(cloud.root, "prisma", "migrations"));
  await setRolePasswords(ownerUrl, {
    lakeport_app: cloud.secrets.databaseApp,
    lakeport_worker: cloud.secrets.databaseWorker,
  });
}

async function startPortal(cloud: LocalCloud, { supervisor }: StartWith): Promise<void> {
  const { portal } = originsOf(cloud.ports);
  await supervisor.run(
    {
      name: "web",
      command: [...nodeCommand(cloud.root, "scripts/local/run-web.mjs"), webServer(cloud.root)],
      cwd: cloud.root,
      env: {
        ...productSettings(cloud),
        DATABASE_URL: appUrl(cloud),
        PORT: String(cloud.ports.portal),
        HOSTNAME: "127.0.0.1",
      },
      saysReady: false,
    },
    "essential",
  );
  await untilAnswers(`${portal}/api/health`);
}

function appUrl(cloud: LocalCloud): string {
  return postgresUrl(cloud.home, { role: "lakeport_app", password: cloud.secrets.databaseApp });
}
