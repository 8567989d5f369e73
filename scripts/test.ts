import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { preparePython } from "./python.ts";

/** `npm test [-- vitest arguments]`: everything, the browser included; last line `N passed, N failed`. */
const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "lakeport-test-"));
const counts = { passed: 0, failed: 0, skipped: 0 };

const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(await prepare()) };
const wanted = process.argv.slice(2);
// The stories have the machine to themselves: a browser that waits for a busy processor proves nothing.
const runs =
  wanted.length > 0 ? [wanted] : [["unit", "contract", "integration"].map(project), [project("e2e")]];
for (const [index, run] of runs.entries()) {
  const report = join(folder, `${index}.json`);
  const code = await runVitest([...run, "--reporter=json", `--outputFile.json=${report}`]);
  addReport(report, code);
}
rmSync(folder, { recursive: true, force: true });
const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function project(name: string): string {
  return `--project=${name}`;
}

/** A browser and the notebooks' Python packages (made once per machine, kept in the temporary folder). */
async function prepare(): Promise<Record<string, string>> {
  if (!existsSync(process.env.CHROME_PATH ?? "/usr/bin/chromium")) {
    installChromium();
  }
  const home = process.env.LAKEPORT_TEST_HUB_ROOT ?? join(tmpdir(), "lakeport-hub-test");
  const python = await preparePython({ home, root: home, log: (line) => console.log(`Notebooks: ${line}`) });
  return { LAKEPORT_TEST_HUB_ROOT: home, LAKEPORT_TEST_PYTHON: python };
}

function installChromium(): void {
  const isPossible = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (isPossible) {
    console.log("Installing Chromium for the browser tests …");
    spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
    spawnSync("apt-get", install, {
      stdio: "ignore",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  if (!existsSync("/usr/bin/chromium")) {
    console.error("The browser tests need Chromium: install it, or name it with CHROME_PATH.");
    process.exit(1);
  }
}

function runVitest(options: string[]): Promise<number> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--reporter=default", ...options], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: environment,
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((done) => child.once("exit", (status) => done(status ?? 1)));
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

function addReport(file: string, code: number): void {
  if (!existsSync(file)) {
    counts.failed += 1;
    return;
  }
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  // A file that could not even be loaded has no tests to count, and is a failure all the same.
  const unloaded = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  ).length;
  counts.passed += report.numPassedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  counts.failed += report.numFailedTests + unloaded;
  if (code !== 0 && report.numFailedTests + unloaded === 0) {
    counts.failed += 1;
  }
}
