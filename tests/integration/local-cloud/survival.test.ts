import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresUrl } from "#scripts/local/postgres.ts";
import { startTestCloud, type TestCloud } from "#tests/local-cloud.ts";

describe("npm run up", () => {
  let cloud: TestCloud;

  beforeAll(async () => {
    cloud = await startTestCloud({ withNotebooks: false });
  });
  afterAll(() => cloud.stop());

  it("keeps its state folder and its secrets to its owner", () => {
    const modes = execFileSync("stat", ["-c", "%a", cloud.home, join(cloud.home, "secrets.json")], {
      encoding: "utf8",
    });
    expect(modes.trim().split("\n")).toEqual(["700", "600"]);
  });

  it("tells other programs ids and addresses, and no secret", () => {
    const text = readFileSync(join(cloud.home, "local.env"), "utf8");
    const secrets: Record<string, string> = JSON.parse(
      readFileSync(join(cloud.home, "secrets.json"), "utf8"),
    );
    expect(text).toMatch(/^ENTRA_TENANT_ID=[0-9a-f-]{36}$/m);
    expect(text).toMatch(/^LAKE_ACCOUNT=lakeportlocal$/m);
    for (const name of ["entraClient", "databaseApp", "hubApi", "admin"]) {
      expect(text).not.toContain(secrets[name]);
    }
  });

  it("restarts a killed database and keeps every committed row", async () => {
    await query(cloud, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
    killMatching(`${cloud.home}/pg`);
    await untilTrue(async () => (await query(cloud, "SELECT n FROM kept"))[0]?.n === 42);
    await untilTrue(async () => (await health(cloud.portal)).status === 200);
  });

  it("restarts a killed portal", async () => {
    // Next gives its process a title of its own.
    killMatching("next-server", cloud);
    await untilTrue(async () => (await health(cloud.portal)).status === 200);
  });

  it("refuses a second start on the same state folder, with a sentence", async () => {
    await expect(startTestCloud({ withNotebooks: false, home: cloud.home })).rejects.toThrow(
      /already running/,
    );
  });

  it("leaves nothing running when the supervisor is killed, and starts again on what was there", async () => {
    const before = descendants(cloud);
    expect(before.length).toBeGreaterThan(5);
    cloud.supervisor.kill("SIGKILL");
    await untilTrue(async () => before.every((pid) => !isRunning(pid)));
    const started = performance.now();
    cloud = await startTestCloud({ withNotebooks: false, home: cloud.home });
    console.log(`second start: ${Math.round(performance.now() - started)} ms`);
    expect((await query(cloud, "SELECT n FROM kept"))[0]?.n).toBe(42);
  });
});

describe("npm run up, when it cannot", () => {
  it("names a taken port and how to choose another", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    const start = startTestCloud({ withNotebooks: false, env: { PORTAL_PORT: String(port) } });
    await expect(start).rejects.toThrow(
      `Port ${port} (portal) is taken by another program: stop that, or start with PORTAL_PORT=`,
    );
    server.close();
  });

  it("names a state folder that is a file", async () => {
    writeFileSync("/tmp/lakeport-not-a-folder", "");
    const start = startTestCloud({ withNotebooks: false, home: "/tmp/lakeport-not-a-folder" });
    await expect(start).rejects.toThrow(/LAKEPORT_HOME/);
  });
});

async function query(cloud: TestCloud, sql: string): Promise<Record<string, unknown>[]> {
  const secrets = JSON.parse(readFileSync(join(cloud.home, "secrets.json"), "utf8"));
  const client = new pg.Client({
    connectionString: postgresUrl(cloud.home, { role: "lakeport_owner", password: secrets.databaseOwner }),
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function health(portal: string): Promise<Response> {
  return fetch(`${portal}/api/health`, { signal: AbortSignal.timeout(5000) });
}

function descendants(cloud: TestCloud): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  const walk = (parent: number | undefined) => {
    for (const [pid = 0, ppid] of pairs) {
      if (ppid === parent) {
        found.push(pid);
        walk(pid);
      }
    }
  };
  walk(cloud.supervisor.pid);
  return found;
}

/** Kills -9 the processes of this cloud whose command line contains `words`. */
function killMatching(words: string, cloud?: TestCloud): void {
  const own = cloud === undefined ? null : new Set(descendants(cloud));
  const rows = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).trim().split("\n");
  const pids = rows
    .filter((row) => row.includes(words))
    .map((row) => Number.parseInt(row, 10))
    .filter((pid) => own?.has(pid) ?? true);
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) {
    process.kill(pid, "SIGKILL");
  }
}

function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Polls until the condition holds; an exception counts as not yet. */
async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error("The condition did not come true within 30 seconds.");
    }
    await wait(50);
  }
}
