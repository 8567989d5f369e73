import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Proof, proofs } from "./proofs.ts";

/**
 * `npm run test:long -- NAME [--seed N]`: runs a proof at its full figure, part by part. A part that was proved at the
 * same commit with the same seed is not run again; the result is docs/proof/NAME.json.
 */
const root = resolve(import.meta.dirname, "..");
const [name = "", ...rest] = process.argv.slice(2);
const proof = proofs[name];
if (proof === undefined) {
  const lines = Object.entries(proofs).map(([each, { guarantee }]) => `  ${each.padEnd(24)} ${guarantee}`);
  console.log(`npm run test:long -- NAME [--seed N]\n${lines.join("\n")}`);
  process.exit(name === "" ? 0 : 2);
}
const at = rest.indexOf("--seed");
const seed = at < 0 ? proof.seed : Number(rest[at + 1]);
const file = join(root, "docs", "proof", `${name}.json`);
await prove(proof);

type PartResult = { part: number; passed: number; failed: number; seconds: number };
type Result = { proof: string; guarantee: string; commit: string; seed: number; parts: PartResult[] };

async function prove(asked: Proof): Promise<void> {
  const result = openResult(asked);
  for (let part = 0; part < asked.parts; part += 1) {
    if (result.parts.some((done) => done.part === part && done.failed === 0)) {
      console.log(`Part ${part + 1} of ${asked.parts} is proved already.`);
      continue;
    }
    const done = await runPart(asked, part);
    result.parts = [...result.parts.filter((other) => other.part !== part), done];
    save(result);
    console.log(
      `Part ${part + 1} of ${asked.parts}: ${done.passed} passed, ${done.failed} failed, ${done.seconds} s`,
    );
  }
  const passed = result.parts.reduce((sum, part) => sum + part.passed, 0);
  const failed = result.parts.reduce((sum, part) => sum + part.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** What an earlier run left, when it was of the same sources and seed; else an empty result. */
function openResult({ guarantee }: Proof): Result {
  const commit = commitOfSources();
  const known: Result | null = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  const isSame = known?.commit === commit && known.seed === seed && !commit.endsWith("-dirty");
  return isSame ? known : { proof: name, guarantee, commit, seed, parts: [] };
}

/** The last commit that changed anything but proofs: keeping a proof must not make it worthless. */
function commitOfSources(): string {
  const sources = ["--", ".", ":!docs/proof"];
  const git = (...words: string[]) =>
    execFileSync("git", [...words, ...sources], { cwd: root, encoding: "utf8" }).trim();
  const commit = git("log", "-1", "--format=%h");
  return git("status", "--porcelain") === "" ? commit : `${commit}-dirty`;
}

async function runPart(asked: Proof, part: number): Promise<PartResult> {
  const began = performance.now();
  mkdirSync(join(root, "tmp"), { recursive: true });
  const report = join(root, "tmp", `${name}-${part}.json`);
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const limits = ["--testTimeout=86400000", "--hookTimeout=600000"];
  const child = spawn(process.execPath, [vitest, ...words, ...limits, ...asked.tests], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...asked.settings({ seed, part }) },
  });
  process.once("SIGTERM", () => child.kill("SIGTERM"));
  const code = await new Promise((done) => child.once("exit", done));
  if (!existsSync(report)) {
    console.log(`Part ${part + 1} was cut off; start again to go on with it.`);
    process.exit(1);
  }
  const counted: { numPassedTests: number; numFailedTests: number } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  const failed = counted.numFailedTests === 0 && code !== 0 ? 1 : counted.numFailedTests;
  const seconds = Math.round((performance.now() - began) / 1000);
  return { part, passed: counted.numPassedTests, failed, seconds };
}

/** Written aside and renamed, so that a cut leaves the parts before it. */
function save(result: Result): void {
  mkdirSync(join(root, "docs", "proof"), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(result, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
