import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { clearStalePostmaster } from "./postmaster.ts";
import { findUnprivileged, type Unprivileged } from "./unprivileged.ts";

/** Where one embedded database lives and how it is reached. */
export type PostgresPlace = {
  /** Repository root (for the binaries). */
  root: string;
  /** State folder; data goes to `<home>/pg` unless a foreign uid could not reach it. */
  home: string;
  /** Password of the owner role. */
  ownerPassword: string;
};

/** A started server. `url(role, password)` is what pg and Prisma take. */
export type RunningPostgres = {
  child: ChildProcess;
  url(role: string, password: string): string;
};

const databaseName = "postgres";
export const ownerRole = "lakeport_owner";

/**
 * Starts the embedded Postgres on a unix socket only, makes its cluster first when there is none, and mends what a
 * killed predecessor left. Resolves when it accepts connections; rejects with a sentence when it cannot.
 */
export async function startPostgres(place: PostgresPlace): Promise<RunningPostgres> {
  const binaries = findPostgresBinaries(place.root);
  const way = findUnprivileged();
  const data = dataFolder(place.home, way);
  const sockets = socketFolder(place.home, way);
  if (!existsSync(join(data, "PG_VERSION"))) {
    createCluster({ binaries, way, data, password: place.ownerPassword });
  }
  await clearStalePostmaster(data);
  const child = spawnAs(way, binaries, [
    binaries.postgres,
    "-D",
    data,
    "-k",
    sockets,
    "-c",
    "listen_addresses=",
    "-c",
    "unix_socket_permissions=0700",
    "-c",
    "max_connections=100",
    "-c",
    "log_min_messages=warning",
  ]);
  const url = (role: string, password: string) => postgresUrl(place.home, { role, password });
  await untilReady(child, url(ownerRole, place.ownerPassword));
  return { child, url };
}

/** The address of the embedded database that lives in `home`, for one of its roles. */
export function postgresUrl(home: string, login: { role: string; password: string }): string {
  const host = encodeURIComponent(socketPath(home));
  return `postgresql://${login.role}:${encodeURIComponent(login.password)}@localhost/${databaseName}?host=${host}`;
}

function dataFolder(home: string, way: Unprivileged): string {
  const data = way.uid === null ? join(home, "pg") : join("/var/lib", `lakeport-pg-${shortHash(home)}`);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (way.uid !== null) {
    chownSync(data, way.uid, way.uid);
  }
  return data;
}

/** A socket's path may have 107 bytes (Linux, unix(7)), so it lies in the system's temporary folder. */
function socketPath(home: string): string {
  return join(tmpdir(), `lakeport-${process.getuid?.() ?? 0}-${shortHash(home)}`);
}

function socketFolder(home: string, way: Unprivileged): string {
  const folder = socketPath(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (way.uid !== null) {
    chownSync(folder, way.uid, way.uid);
  }
  return folder;
}

function createCluster(input: {
  binaries: PostgresBinaries;
  way: Unprivileged;
  data: string;
  password: string;
}): void {
  const passwordFile = join(input.data, "..", `.pg-password-${process.pid}`);
  writeFileSync(passwordFile, input.password, { mode: 0o600 });
  if (input.way.uid !== null) {
    chownSync(passwordFile, input.way.uid, input.way.uid);
  }
  const [command = "", ...rest] = [
    ...input.way.prefix,
    input.binaries.initdb,
    `--pgdata=${input.data}`,
    `--username=${ownerRole}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
  ];
  const made = spawnSync(command, rest, { ...spawnOptions(input.way, input.binaries), encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(input.data, { recursive: true, force: true });
    throw new Error(
      `The database could not be created: ${(made.stderr || made.error?.message) ?? "no reason given"}`,
    );
  }
}

function spawnAs(way: Unprivileged, binaries: PostgresBinaries, line: readonly string[]): ChildProcess {
  const [command = "", ...rest] = [...way.prefix, ...line];
  return spawn(command, rest, { ...spawnOptions(way, binaries), stdio: ["ignore", "inherit", "inherit"] });
}

function spawnOptions(way: Unprivileged, binaries: PostgresBinaries) {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    LD_LIBRARY_PATH: binaries.libraries,
    LANG: "C.UTF-8",
    TZ: "UTC",
  };
  return way.uid === null ? { env } : { env, uid: way.uid, gid: way.uid };
}

const readyWithinMs = 30_000;

/** Resolves when the server answers a query; an exit before that is the answer no. */
async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let isGone = false;
  const gone = () => {
    isGone = true;
  };
  child.once("exit", gone);
  child.once("error", gone);
  const deadline = Date.now() + readyWithinMs;
  while (!isGone && Date.now() < deadline) {
    if (await answers(url)) {
      child.off("exit", gone);
      child.off("error", gone);
      return;
    }
    await wait(20);
  }
  throw new Error(
    isGone
      ? "The database stopped while starting; its log says why."
      : `The database did not start within ${readyWithinMs / 1000} seconds.`,
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
