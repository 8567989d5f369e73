import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A process of the local cloud. */
export type ChildSpec = {
  name: string;
  /** Program and arguments; a Node script is started with the pinned Node and leaves with the supervisor. */
  command: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** Waits for a line of JSON with `"ready": true`; else the process counts as ready once started. */
  saysReady: boolean;
};

export type RunningChild = {
  process: ChildProcess;
  /** Rejects when the process ends before it is ready. */
  ready: Promise<void>;
  /** Resolves with a short reason when the process has ended. */
  ended: Promise<string>;
  stop(signal: NodeJS.Signals): void;
};

/** The command line of one of our own TypeScript or JavaScript files. */
export function nodeCommand(root: string, file: string): string[] {
  return [
    process.execPath,
    "--import",
    join(root, "scripts/local/exit-with-supervisor.mjs"),
    join(root, file),
  ];
}

const passedOn = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER"];

/** Starts a process whose standard input is our pipe and whose output goes to `<logs>/<name>.log`. */
export function startChild(spec: ChildSpec, logs: string): RunningChild {
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(logs, `${spec.name}.log`), { flags: "a", mode: 0o600 });
  const [command = "", ...rest] = spec.command;
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const child = spawn(command, rest, {
    cwd: spec.cwd,
    env: { NODE_ENV: "production", ...inherited, ...spec.env, LAKEPORT_SUPERVISED: "1" },
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
    detached: true,
  });
  child.stdin?.on("error", () => undefined);
  const ended = untilEnded(child, log);
  return {
    process: child,
    ended,
    ready: untilReady(child, { spec, log, ended }),
    stop: (signal) => {
      child.stdin?.end();
      child.kill(signal);
    },
  };
}

function untilEnded(child: ChildProcess, log: WriteStream): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      log.end();
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
}

function untilReady(
  child: ChildProcess,
  watch: { spec: ChildSpec; log: WriteStream; ended: Promise<string> },
): Promise<void> {
  child.stderr?.pipe(watch.log, { end: false });
  return new Promise((resolve, reject) => {
    if (!watch.spec.saysReady) {
      resolve();
    }
    if (child.stdout) {
      createInterface({ input: child.stdout }).on("line", (line) => {
        watch.log.write(`${line}\n`);
        if (line.startsWith("{") && line.includes('"ready":true')) {
          resolve();
        }
      });
    }
    void watch.ended.then((reason) =>
      reject(new Error(`${watch.spec.name} ended while starting (${reason})`)),
    );
  });
}
