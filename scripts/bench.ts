import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import type { Bench } from "#bench/measure/bench.ts";

/** `npm run bench -- NAME [--n N]`: one performance goal, measured beside its peer; last line one JSON object. */
const root = resolve(import.meta.dirname, "..");
const folder = join(root, "bench");
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !existsSync(join(folder, `${name}.ts`))) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  console.log(`npm run bench -- NAME [--n N]\n${names.map((each) => `  ${each}`).join("\n")}`);
  process.exit(name === undefined ? 0 : 2);
}
const { bench }: { bench: Bench } = await import(join(folder, `${name}.ts`));
sayEnvironment();
const result = await bench({ n: readCount(rest) });
console.log(`load average after: ${loads()}`);
const ratio = Number((result.ours / result.peer).toFixed(3));
const { ours, peer, unit, better, goal, pass, n } = result;
console.log(JSON.stringify({ bench: name, ours, peer, unit, ratio, better, goal, pass, n }));
process.exit(pass ? 0 : 1);

function readCount(words: string[]): number | null {
  const at = words.indexOf("--n");
  const count = Number(words[at + 1]);
  if (at >= 0 && !(Number.isInteger(count) && count > 0)) {
    console.error("--n wants a whole number of rounds.");
    process.exit(2);
  }
  return at < 0 ? null : count;
}

function sayEnvironment(): void {
  console.log(
    `commit ${commitOf()} · node ${process.version} · ${cpus().length} × ${cpus()[0]?.model.trim()}`,
  );
  console.log(
    `load average before: ${loads()}${(loadavg()[0] ?? 0) > 3 ? " (busy: not a quiet measurement)" : ""}`,
  );
}

function loads(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");
}

function commitOf(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
