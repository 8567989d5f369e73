// The one door for `npm run …`: plain JavaScript and node: modules only, because nothing may be installed yet.
// Installs what the lock file names, finds the pinned Node, generates the database client, then runs the real script.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
/** Measured with `npm ci` into an empty folder on 2026-11-21. */
const downloadMegabytes = 330;
const diskMegabytes = 1500;

const scripts = {
  up: "scripts/up.ts",
  test: "scripts/test.ts",
  "test-long": "scripts/test-long.ts",
  bench: "scripts/bench.ts",
  doctor: "scripts/doctor.ts",
  lake: "scripts/lake.ts",
  validate: "scripts/validate.ts",
  build: "scripts/build.ts",
  generate: null,
};

const [command = "", ...rest] = process.argv.slice(2);
const script = scripts[command];
if (script === undefined) {
  fail(`Say what to run: ${Object.keys(scripts).join(", ")}.`);
}
installModules();
const node = findNode();
generateClient(node);
if (script !== null) {
  runScript(node, join(root, script));
}

function installModules() {
  const lock = hashOf(join(root, "package-lock.json"));
  const stamp = join(modules, ".lakeport-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) {
    return;
  }
  const freeMegabytes = Math.floor((statfsSync(root).bavail * statfsSync(root).bsize) / 1e6);
  console.log(
    `Installing packages: about ${downloadMegabytes} MB to download, ${diskMegabytes} MB on disk …`,
  );
  if (freeMegabytes < diskMegabytes) {
    fail(`Only ${freeMegabytes} MB are free in ${root}: make room for ${diskMegabytes} MB and start again.`);
  }
  const started = Date.now();
  // No package's install script runs: what two of them would do, scripts/local does itself.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    rmSync(stamp, { force: true });
    fail(
      "npm could not install the packages (its own message is above). Is the registry reachable and the disk writable?",
    );
  }
  writeFileSync(stamp, lock);
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function findNode() {
  const pinned = join(modules, `node-linux-${process.arch}`, "bin", "node");
  if (process.platform === "linux" && existsSync(pinned)) {
    return pinned;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) {
    return process.execPath;
  }
  fail(`Lakeport needs Node 24 or newer here; this is ${process.version}.`);
}

function generateClient(node) {
  const client = join(root, "lib", "platform", "prisma");
  const stamp = join(client, ".schema");
  const schema = hashOf(join(root, "prisma", "schema.prisma"));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === schema) {
    return;
  }
  const prisma = spawnSync(node, [join(modules, "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    // Generating needs no schema engine, but the command insists on one and would download it.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (prisma.status !== 0) {
    fail(`The database client could not be generated:\n${prisma.stderr || prisma.stdout}`);
  }
  mkdirSync(client, { recursive: true });
  writeFileSync(stamp, schema);
}

/** The script lives as long as we do: its standard input is a pipe of ours, which the kernel closes with us. */
function runScript(node, file) {
  const child = spawn(node, [file, ...rest], {
    cwd: root,
    stdio: ["pipe", "inherit", "inherit"],
    env: {
      ...process.env,
      LAKEPORT_NODE: node,
      LAKEPORT_BOOTSTRAPPED: "1",
      PATH: `${dirname(node)}:${process.env.PATH}`,
    },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // Ctrl-C reaches the whole process group by itself; a signal sent to us alone is handed on.
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}

function hashOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
