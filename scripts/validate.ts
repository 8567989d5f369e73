import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

/** `npm run validate [-- --without-tests]`: the one gate. Runs every check and ends non-zero when any of them failed. */
const root = resolve(import.meta.dirname, "..");
const programs = join(root, "node_modules");

const checks: Record<string, string[]> = {
  "format and lint": [join(programs, "@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings"],
  types: [join(programs, "typescript", "bin", "tsc"), "--noEmit", "--incremental", "false"],
  "import rules": [join(root, "scripts", "check-imports.mjs")],
  "unused code": [join(programs, "knip", "bin", "knip.js")],
};
if (!process.argv.includes("--without-tests")) {
  checks.tests = [join(root, "scripts", "test.ts")];
}

const failed: string[] = [];
for (const [name, command] of Object.entries(checks)) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  console.log(
    `${status === 0 ? "ok  " : "FAIL"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) {
    failed.push(name);
  }
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}.`);
  process.exit(1);
}
