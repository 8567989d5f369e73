import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const execute = promisify(execFile);

export type Python = { path: string; version: string };

/** The pinned packages have wheels for exactly these. */
const supported = ["3.11", "3.12", "3.13"];

const probe = `
import json, os, sys
missing = []
for name in ("venv", "ensurepip"):
    try: __import__(name)
    except ImportError: missing.append(name)
print(json.dumps({"path": os.path.realpath(sys.executable), "version": "%d.%d" % sys.version_info[:2],
                  "library": os.path.dirname(os.__file__), "missing": missing}))`;

const foundSchema = z.object({
  path: z.string(),
  version: z.string(),
  library: z.string(),
  missing: z.array(z.string()),
});
export type FoundPython = z.infer<typeof foundSchema>;

/**
 * The first Python 3.11 to 3.13 that has venv and, when we are root, that other users may run (servers get uids of
 * their own). `LAKEPORT_PYTHON` names one explicitly. Throws an Error whose message says in one sentence what is missing.
 */
export async function findPython(): Promise<Python> {
  const refusals: string[] = [];
  for (const candidate of candidates()) {
    const found = await look(candidate);
    const refusal = found && (await judgePython(found, process.getuid?.() === 0));
    if (found && refusal === undefined) {
      return { path: found.path, version: found.version };
    }
    refusals.push(...(refusal ? [refusal] : []));
  }
  const reason = refusals[0] ?? "Python is not installed.";
  throw new Error(
    `${reason} Notebooks need Python 3.11, 3.12 or 3.13 with venv (Debian, Ubuntu: apt-get install python3-venv); everything else works without.`,
  );
}

function candidates(): string[] {
  const named = process.env.LAKEPORT_PYTHON;
  if (named) {
    return [named];
  }
  const own = ["python3", ...supported.map((version) => `python${version}`)];
  const system = own.flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`]);
  return process.getuid?.() === 0 ? [...system, ...own] : [...own, ...system];
}

async function look(candidate: string): Promise<FoundPython | undefined> {
  try {
    const { stdout } = await execute(candidate, ["-I", "-c", probe], { timeout: 15_000 });
    return foundSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/** Why this Python cannot carry the notebooks, or undefined when it can; `forOtherUids` when servers get own users. */
export async function judgePython(found: FoundPython, forOtherUids: boolean): Promise<string | undefined> {
  if (!supported.includes(found.version)) {
    return `${found.path} is Python ${found.version}.`;
  }
  if (found.missing.length > 0) {
    return `${found.path} lacks ${found.missing.join(" and ")}.`;
  }
  if (forOtherUids && !((await othersMayReach(found.path)) && (await othersMayReach(found.library)))) {
    return `${found.path} cannot be run by other users, and notebook servers get users of their own.`;
  }
  return undefined;
}

async function othersMayReach(path: string): Promise<boolean> {
  for (let current = path; current !== "/"; current = dirname(current)) {
    if (((await stat(current)).mode & 0o001) === 0) {
      return false;
    }
  }
  return true;
}
