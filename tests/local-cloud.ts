import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { preparePython } from "#scripts/python.ts";

/** A running local cloud, started by the real `scripts/up.ts` on free ports and a state folder of its own. */
export type TestCloud = {
  home: string;
  portal: string;
  entra: string;
  /** The lake's http origin with the account, as a browser uses it. */
  lake: string;
  hub: string;
  adminToken: string;
  /** Lines that `up` has printed so far. */
  lines: string[];
  supervisor: ChildProcess;
  stop(): Promise<void>;
};

export type StartCloud = {
  /** Changes to the environment of `up`. */
  env?: Record<string, string>;
  /** An earlier home to start on again. */
  home?: string;
  withNotebooks: boolean;
};

const root = resolve(import.meta.dirname, "..");
const readyWithinMs = 480_000;

/** Starts the local cloud and waits for its own words that it is ready. */
export async function startTestCloud(start: StartCloud): Promise<TestCloud> {
  const home = start.home ?? mkdtempSync(join(tmpdir(), "lakeport-e2e-"));
  const hubRoot = `${home}-hub`;
  if (start.withNotebooks) {
    await shareEnvironment(hubRoot);
  }
  const lines: string[] = [];
  const supervisor = spawn(process.execPath, [join(root, "scripts/up.ts")], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      LAKEPORT_HOME: home,
      LAKEPORT_HUB_ROOT: hubRoot,
      LAKEPORT_PORTS: "free",
      LAKEPORT_BOOTSTRAPPED: "1",
      LAKEPORT_NOTEBOOKS: start.withNotebooks ? "1" : "0",
      ...start.env,
    },
  });
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
  const wanted = start.withNotebooks ? /^Notebooks are (ready|not available)/ : /^Lakeport is ready at/;
  await untilSaid(supervisor, lines, [/^Lakeport is ready at/, wanted]);
  const stop = async () => {
    await stopProcess(supervisor);
    rmSync(hubRoot, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
  return { ...readOrigins(home), home, lines, supervisor, stop };
}

/** One Python environment for all test clouds of this machine: it takes minutes to make, and nothing in it changes. */
async function shareEnvironment(hubRoot: string): Promise<void> {
  const cache = process.env.LAKEPORT_TEST_HUB_ROOT ?? join(tmpdir(), "lakeport-hub-test");
  await preparePython({ home: cache, root: cache, log: () => undefined });
  mkdirSync(hubRoot, { recursive: true, mode: 0o755 });
  symlinkSync(join(cache, "venv"), join(hubRoot, "venv"));
}

async function untilSaid(supervisor: ChildProcess, lines: string[], wanted: RegExp[]): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (!wanted.every((pattern) => lines.some((line) => pattern.test(line)))) {
    if (supervisor.exitCode !== null || Date.now() > deadline) {
      throw new Error(`The local cloud did not start:\n${lines.join("\n")}`);
    }
    await wait(50);
  }
}

async function stopProcess(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) {
    return;
  }
  const gone = new Promise((done) => supervisor.once("exit", done));
  supervisor.kill("SIGTERM");
  await gone;
}

/** Origins and admin token of the local cloud whose state lies in `home`. */
export function readOrigins(home: string) {
  const text = readFileSync(join(home, "local.env"), "utf8");
  const settings = Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const secrets = JSON.parse(readFileSync(join(home, "secrets.json"), "utf8"));
  return {
    portal: String(settings.PORTAL_ORIGIN),
    entra: String(settings.ENTRA_ORIGIN),
    lake: String(settings.LAKE_BROWSER_URL),
    hub: String(settings.HUB_URL),
    adminToken: String(secrets.admin),
  };
}
