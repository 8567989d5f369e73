import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type HubProcess, hubEnvironment, hubRoot, hubSeparatesPeople } from "../hub.ts";
import { layOutShare, preparePython } from "../python.ts";
import { type LocalCloud, lakeAccount, originsOf } from "./settings.ts";
import type { Steps } from "./steps.ts";
import type { Supervisor } from "./supervisor.ts";

/** What the portal reads to say when notebooks will be ready (lib/notebooks/readiness.ts). */
type Note =
  | { state: "ready"; isSingleUser: boolean }
  | { state: "preparing"; step: string; readyAt: string | null }
  | { state: "unavailable"; why: string; mend: string };

/** Measured on 2 cores with a near package index: downloading, unpacking and compiling the pinned packages. */
const preparingMs = 120_000;

/** Prepares Python and starts the Hub while everything else already runs; never throws, the portal shows how it went. */
export async function startNotebooks(
  cloud: LocalCloud,
  start: { supervisor: Supervisor; steps: Steps },
): Promise<void> {
  const { steps, supervisor } = start;
  const note = (value: Note) => writeNote(cloud.home, value);
  const root = hubRoot(cloud.home);
  const readyAt = new Date(Date.now() + preparingMs).toISOString();
  note({ state: "preparing", step: "Looking for Python.", readyAt });
  try {
    const python = await preparePython({
      home: cloud.home,
      root,
      log: (line) => {
        steps.say(`Notebooks: ${line}`);
        note({ state: "preparing", step: `${line}.`, readyAt });
      },
    });
    const hub = hubProcess(cloud, root);
    await layOutShare(root, hub.extraCa);
    note({
      state: "preparing",
      step: "Starting the Hub.",
      readyAt: new Date(Date.now() + 5000).toISOString(),
    });
    const command = [python, join(cloud.root, "jupyterhub", "run.py")];
    await supervisor.run(
      { name: "hub", command, cwd: cloud.root, env: hubEnvironment(hub), saysReady: false },
      "optional",
    );
    await untilHealthy(hub.hubUrl);
    note({ state: "ready", isSingleUser: !hubSeparatesPeople() });
    steps.say("Notebooks are ready.");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    note({ state: "unavailable", why, mend: "Everything else works meanwhile." });
    steps.say(`Notebooks are not available: ${why}`);
  }
}

function hubProcess(cloud: LocalCloud, root: string): HubProcess {
  const origins = originsOf(cloud.ports);
  return {
    home: cloud.home,
    root,
    portalOrigin: origins.portal,
    hubUrl: origins.hub,
    hubInternalPort: cloud.ports.hubApi,
    proxyApiPort: cloud.ports.hubProxyApi,
    oauthClientId: "jupyterhub",
    oauthClientSecret: cloud.secrets.hubOauth,
    apiToken: cloud.secrets.hubApi,
    identityEndpointUrl: origins.identityEndpoint,
    lakeUrl: origins.lakeTls,
    lakeBlobUrl: origins.lakeTls,
    lakeAccount,
    extraCa: join(cloud.home, "ca.pem"),
    signedOutUrl: `${origins.portal}/api/auth/signed-out`,
  };
}

const healthyWithinMs = 60_000;

async function untilHealthy(hubUrl: string): Promise<void> {
  const deadline = Date.now() + healthyWithinMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`${hubUrl}/hub/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) {
      return;
    }
    await wait(100);
  }
  throw new Error("the Hub did not start within a minute; logs/hub.log says why.");
}

/** Written aside and renamed: the portal reads it at any moment. */
function writeNote(home: string, note: Note): void {
  const file = join(home, "notebooks.json");
  writeFileSync(`${file}.new`, JSON.stringify(note), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
