import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPython, type Python } from "#scripts/local/find-python.ts";
import { withLock } from "#scripts/local/lock.ts";
import { printed, runLogged } from "#scripts/local/run-logged.ts";

/** What the pinned packages cost, measured 2026-11 on Linux x64 with Python 3.11 (pip's own figures, `du -sm`). */
export const pythonDownloadMb = 190;
export const pythonDiskMb = 830;

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const requirements = join(repository, "jupyterhub", "requirements.txt");
const boundChild = join(repository, "jupyterhub", "lakeport_hub", "bound_child.py");

export type PreparePython = {
  /** State folder of the installation; the log goes to `<home>/logs/python.log`. */
  home: string;
  /** Where the virtual environment lies: see `hubRoot` in scripts/hub.ts. */
  root: string;
  /** Gets one line per step, for the person who started this. */
  log: (line: string) => void;
};

/**
 * Makes `<root>/venv` hold exactly the pinned packages and returns its interpreter's path. Does nothing when the
 * stamp (requirements, Python version) fits; after an interruption it goes on with what is already there.
 * Throws an Error with one sentence for a person: no Python, no venv module, no network, disk full.
 */
export async function preparePython({ home, root, log }: PreparePython): Promise<string> {
  const venv = join(root, "venv");
  const interpreter = join(venv, "bin", "python");
  const python = await findPython();
  const stamp = await stampOf(python);
  if (await isStamped(venv, stamp)) {
    return interpreter;
  }
  await mkdir(root, { recursive: true, mode: 0o755 });
  await withLock(join(root, "preparing.lock"), async () => {
    if (!(await isStamped(venv, stamp))) {
      await install({ python, venv, stamp, logFile: join(home, "logs", "python.log"), log });
    }
  });
  return interpreter;
}

async function stampOf(python: Python): Promise<string> {
  const pinned = await readFile(requirements);
  return createHash("sha256").update(pinned).update(python.version).update(python.path).digest("hex");
}

async function isStamped(venv: string, stamp: string): Promise<boolean> {
  return (await readFile(join(venv, "lakeport-stamp"), "utf8").catch(() => "")) === stamp;
}

type Install = {
  python: Python;
  venv: string;
  stamp: string;
  logFile: string;
  log: (line: string) => void;
};

async function install({ python, venv, stamp, logFile, log }: Install): Promise<void> {
  const interpreter = join(venv, "bin", "python");
  const begun = await readFile(join(venv, "lakeport-begun"), "utf8").catch(() => "");
  const run = (command: string[], fine?: number[]) =>
    runLogged(command, { logFile, fine, explain: explainFailure });
  await rm(join(venv, "lakeport-stamp"), { force: true });
  if (begun !== stamp) {
    log(`Python ${python.version}: making the notebooks' environment in ${venv}`);
    await rm(venv, { recursive: true, force: true });
    await run([python.path, "-m", "venv", venv]);
    await writeFile(join(venv, "lakeport-begun"), stamp);
  }
  log(`Installing notebook packages (download about ${pythonDownloadMb} MB, ${pythonDiskMb} MB on disk)`);
  // Bound: the installer ends with us, so that two of them never write into one environment.
  await run([interpreter, boundChild, interpreter, ...pipInstall]);
  // Servers run under other uids and cannot write byte code here: without this every start compiles it again.
  log("Compiling notebook packages once, so that servers start fast");
  await run([interpreter, boundChild, interpreter, ...compileAll, join(venv, "lib")], [0, 1]);
  await run([interpreter, "-c", listFonts, join(venv, "lakeport-fonts")]);
  await writeFile(join(venv, "lakeport-stamp.new"), stamp);
  await rename(join(venv, "lakeport-stamp.new"), join(venv, "lakeport-stamp"));
}

/** Hashes are demanded, nothing is built on this machine, and nothing that is not in the list comes along. */
const pipInstall = [
  ...["-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"],
  ...["--no-compile", "--no-input", "--progress-bar", "off", "-r", requirements],
];
/** Matplotlib looks for fonts once; each home gets a copy of what it found. */
const listFonts = "import os, sys; os.environ['MPLCONFIGDIR'] = sys.argv[1]; import matplotlib.font_manager";
const compileAll = ["-m", "compileall", "-q", "-j", "0"];

/** One sentence for what pip or venv printed before it failed; `log` is where the rest can be read. */
export function explainFailure(output: string, log: string): string {
  const known = failures.find(([pattern]) => pattern.test(output));
  return `${known?.[1] ?? "Installing the notebooks' packages failed."} Details: ${log}`;
}

const failures: [RegExp, string][] = [
  [
    /No space left on device/i,
    `The disk is full: notebooks need about ${pythonDiskMb} MB. Free some space and start again; what was downloaded is kept.`,
  ],
  [
    /ensurepip|No module named venv/i,
    "This Python lacks venv (Debian, Ubuntu: apt-get install python3-venv). Everything but notebooks works meanwhile.",
  ],
  [
    /DO NOT MATCH THE HASHES/i,
    "A downloaded package is not the one that was pinned, so nothing of it was installed.",
  ],
  [
    /connection|timed out|name resolution|Max retries|SSLError|No matching distribution/i,
    "The Python package index could not be reached, so notebooks are not available yet. Start again when it can.",
  ],
  [/Permission denied/i, "No permission to write the notebooks' environment."],
];

/**
 * Copies what every server may read (launcher, kernel, Jupyter settings, starter notebook) to `<root>/share` and writes
 * `ca-bundle.pem`: certifi's list, what this machine trusts, and `extraCa` (a PEM file's path). One file, because
 * Python clients take one bundle only, and because pip prefers REQUESTS_CA_BUNDLE even to its own `cert` setting.
 */
export async function layOutShare(root: string, extraCa: string | undefined): Promise<void> {
  const share = join(root, "share");
  const fresh = `${share}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o755 });
  await cp(join(repository, "jupyterhub", "share"), fresh, { recursive: true });
  const bundle = await Promise.all(
    [await certifiList(root), machineList(), extraCa]
      .filter((path) => path !== undefined)
      .map((path) => readFile(path, "utf8")),
  );
  await writeFile(join(fresh, "ca-bundle.pem"), bundle.join("\n"), { mode: 0o644 });
  await rm(share, { recursive: true, force: true });
  await rename(fresh, share);
}

function certifiList(root: string): Promise<string> {
  return printed([join(root, "venv/bin/python"), "-I", "-c", "import certifi; print(certifi.where())"]);
}

function machineList(): string | undefined {
  const named = [process.env.PIP_CERT, process.env.SSL_CERT_FILE].filter((path) => path !== undefined);
  const usual = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
  return [...named, ...usual].find((path) => existsSync(path));
}
