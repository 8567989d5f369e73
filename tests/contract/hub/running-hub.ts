import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hub, HubProgress, HubServerRef, LaunchOptions } from "#lib/hub/hub.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { type HubProcess, startHub, waitForHub } from "#scripts/hub.ts";
import { preparePython } from "#scripts/python.ts";
import { type PortalStandIn, startPortalStandIn } from "#tests/contract/hub/portal-stand-in.ts";
import { CookieJar } from "#tests/cookies.ts";

/** A real Hub with a state folder of its own and a portal stand-in; the package environment is shared between runs. */
export type RunningHub = {
  hub: Hub;
  portal: PortalStandIn;
  settings: HubProcess;
  child: ChildProcess;
  /** Kills the Hub (`SIGKILL`) or ends it like the supervisor, and starts it again with the same state. */
  restart(how: "kill" | "close"): Promise<void>;
  close(): Promise<void>;
};

/** `LAKEPORT_TEST_HUB_ROOT` keeps the environment (about 830 MB) between runs; made here when it is missing. */
const cache = process.env.LAKEPORT_TEST_HUB_ROOT ?? "/tmp/lakeport-hub-test";

export async function startRunningHub(changed: Partial<HubProcess> = {}): Promise<RunningHub> {
  const home = await mkdtemp(join(tmpdir(), "lakeport-hub-"));
  const root = await mkdtemp(join("/tmp", "lakeport-hub-root-"));
  await preparePython({ home: cache, root: cache, log: (line) => console.log(line) });
  await chmod(root, 0o755);
  await symlink(join(cache, "venv"), join(root, "venv"));
  const secret = randomBytes(16).toString("hex");
  const portal = await startPortalStandIn(secret);
  const settings: HubProcess = {
    home,
    root,
    portalOrigin: portal.origin,
    hubUrl: `http://127.0.0.1:${await freePort()}`,
    hubInternalPort: await freePort(),
    proxyApiPort: await freePort(),
    oauthClientId: "jupyterhub",
    oauthClientSecret: secret,
    apiToken: randomBytes(20).toString("hex"),
    identityEndpointUrl: "http://127.0.0.1:4400/msi/token",
    lakeUrl: "https://127.0.0.1:4243/lakeportlocal",
    lakeBlobUrl: "https://127.0.0.1:4243/lakeportlocal",
    lakeAccount: "lakeportlocal",
    ...changed,
  };
  const running = {
    hub: createHub({ apiUrl: `${settings.hubUrl}/hub/api`, token: settings.apiToken }),
    portal,
    settings,
    child: await startHub(settings),
    restart: async (how: "kill" | "close") => {
      await end(running.child, how);
      running.child = await startHub(settings);
      await waitForHub(running.child, settings.hubUrl);
    },
    close: async () => {
      await end(running.child, "close");
      await portal.close();
      await rm(root, { recursive: true, force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
  await waitForHub(running.child, settings.hubUrl);
  return running;
}

async function end(child: ChildProcess, how: "kill" | "close"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (how === "kill") {
    child.kill("SIGKILL");
  } else {
    child.stdin?.end();
  }
  await ended;
}

/** Options that the spawner accepts. */
export const launchOptions: LaunchOptions = {
  profile: "small",
  filesystem: "curated",
  folder: "contoso-dairy-k3x9p2/plant-1/line-2",
  notebook: "Line 2.ipynb",
};

/** Starts a server and follows it to its end; every step is returned. */
export async function startAndFollow(
  hub: Hub,
  ref: HubServerRef,
  options = launchOptions,
): Promise<HubProgress[]> {
  await hub.ensureUser(ref.user);
  await hub.startServer(ref, options);
  const steps: HubProgress[] = [];
  for await (const step of hub.progress(ref)) {
    steps.push(step);
  }
  return steps;
}

/** A browser in which `user` is signed in at the portal, after opening that person's server. */
export async function browserOf(running: RunningHub, ref: HubServerRef): Promise<CookieJar> {
  running.portal.signedIn = ref.user;
  const jar = new CookieJar();
  const { response, visited } = await jar.visit(
    `${running.settings.hubUrl}/user/${ref.user}/${ref.server}/lab`,
  );
  await response.body?.cancel();
  if (response.status !== 200) {
    throw new Error(`The server's page answered ${response.status}: ${visited.join(" -> ")}`);
  }
  return jar;
}

export function serverUrlOf({ settings }: RunningHub, ref: HubServerRef): string {
  return `${settings.hubUrl}/user/${ref.user}/${ref.server}`;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}
