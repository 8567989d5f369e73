import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { layOutShare } from "#scripts/python.ts";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that the Hub needs from outside; origins without a trailing slash. */
export type HubProcess = {
  /** State folder of the installation: the log goes to `<home>/logs/hub.log`. */
  home: string;
  /** From `hubRoot`. */
  root: string;
  portalOrigin: string;
  /** The public origin: only the proxy listens there. */
  hubUrl: string;
  /** Loopback port of the Hub behind its proxy; the same at every start, because running servers remember it. */
  hubInternalPort: number;
  /** Loopback port of the proxy's own API. */
  proxyApiPort: number;
  oauthClientId: string;
  oauthClientSecret: string;
  /** The token of the Hub service `portal`. */
  apiToken: string;
  identityEndpointUrl: string;
  lakeUrl: string;
  lakeBlobUrl: string;
  lakeAccount: string;
  /** A PEM file that servers should trust besides certifi's list. */
  extraCa?: string;
  /** Where the browser goes after the Hub's own sign-out; default `<portalOrigin>/sign-in`. */
  signedOutUrl?: string;
  /** Stop servers idle this long; default one hour. */
  idleS?: number;
  /** Stop servers this old; default twelve hours. */
  maxAgeS?: number;
};

/**
 * Where environment, homes and the Hub's state lie: `LAKEPORT_HUB_ROOT`, else below /var/lib when we are root (the state
 * folder is 0700, and servers run under other uids), else `<home>/hub`.
 */
export function hubRoot(home: string): string {
  if (process.env.LAKEPORT_HUB_ROOT) {
    return resolve(process.env.LAKEPORT_HUB_ROOT);
  }
  if (process.getuid?.() !== 0) {
    return join(home, "hub");
  }
  return `/var/lib/lakeport-${createHash("sha256").update(resolve(home)).digest("hex").slice(0, 12)}`;
}

/** Whether each person's servers run under a uid of their own. If not, screens say "single-user demo". */
export function hubSeparatesPeople(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Starts the Hub and its proxy; needs a prepared environment (`preparePython`). The child ends, with every server that
 * it started, when its standard input closes; after kill -9 of any of them the next start adopts what still runs.
 */
export async function startHub(hub: HubProcess): Promise<ChildProcess> {
  await layOutShare(hub.root, hub.extraCa);
  const logs = join(hub.home, "logs");
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const log = openSync(join(logs, "hub.log"), "a", 0o600);
  const interpreter = join(hub.root, "venv", "bin", "python");
  const child = spawn(interpreter, [join(repository, "jupyterhub", "run.py")], {
    stdio: ["pipe", log, log],
    env: hubEnvironment(hub),
  });
  closeSync(log);
  return child;
}

/** The Hub's whole environment: none of ours passes but the search path, the locale and how pip finds its index. */
export function hubEnvironment(hub: HubProcess): Record<string, string> & { NODE_ENV: "production" } {
  const passed = Object.entries(process.env).filter(
    (pair): pair is [string, string] =>
      pair[1] !== undefined && /^(PIP_|LC_|LAKEPORT_HUB_)|^(PATH|LANG|TZ|HOME)$/.test(pair[0]),
  );
  return {
    ...Object.fromEntries(passed),
    NODE_ENV: "production",
    LAKEPORT_HUB_UID_FIRST: process.env.LAKEPORT_HUB_UID_FIRST ?? String(firstUid(hub.root)),
    LAKEPORT_HUB_ROOT: hub.root,
    LAKEPORT_NODE: process.execPath,
    LAKEPORT_PROXY_SCRIPT: join(
      repository,
      "node_modules/configurable-http-proxy/bin/configurable-http-proxy",
    ),
    PORTAL_ORIGIN: hub.portalOrigin,
    HUB_URL: hub.hubUrl,
    HUB_INTERNAL_PORT: String(hub.hubInternalPort),
    HUB_PROXY_API_PORT: String(hub.proxyApiPort),
    HUB_OAUTH_CLIENT_ID: hub.oauthClientId,
    HUB_OAUTH_CLIENT_SECRET: hub.oauthClientSecret,
    HUB_API_TOKEN: hub.apiToken,
    HUB_SIGNED_OUT_URL: hub.signedOutUrl ?? "",
    IDENTITY_ENDPOINT_URL: hub.identityEndpointUrl,
    LAKE_URL: hub.lakeUrl,
    LAKE_BLOB_URL: hub.lakeBlobUrl,
    LAKE_ACCOUNT: hub.lakeAccount,
    LAKEPORT_HUB_IDLE_S: String(hub.idleS ?? 3_600),
    LAKEPORT_HUB_MAX_AGE_S: String(hub.maxAgeS ?? 43_200),
    PYTHONNOUSERSITE: "1",
    PYTHONUNBUFFERED: "1",
  };
}

const uidsPerHub = 10_000;

/**
 * Each Hub on a machine has a range of uids of its own: stopping a person's last server ends every process of
 * that uid, which must not be another Hub's. Ranges of ten thousand (the Hub's own default), from 70,000 on.
 */
function firstUid(root: string): number {
  const number = createHash("sha256").update(root).digest().readUInt32BE();
  return 70_000 + (number % 5_000) * uidsPerHub;
}

/** Resolves when the Hub answers through its proxy; throws an Error with one sentence when `child` ends or time is up. */
export async function waitForHub(child: ChildProcess, hubUrl: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error("The Hub ended at once; see logs/hub.log.");
    }
    if (await isHubUp(hubUrl)) {
      return;
    }
    await wait(100);
  }
  throw new Error(`The Hub did not answer within ${timeoutMs / 1000} seconds; see logs/hub.log.`);
}

async function isHubUp(hubUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${hubUrl}/hub/health`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
