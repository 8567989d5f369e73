import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const lakeIdentity = "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e22";
const writer = "b0000000-0000-4000-8000-000000000001";
/** Three here; KILL_ROUNDS sets another number. */
const rounds = Number(process.env.KILL_ROUNDS ?? "3");
const unit = "0123456789abcdef".repeat(64);
const folder = mkdtempSync(join(tmpdir(), "lakeport-kill-"));
let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<string> {
  child = spawn(
    process.execPath,
    [join(import.meta.dirname, "killable-lake.ts"), join(folder, "state"), join(folder, "ca")],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = child.stdout ? await once(child.stdout, "data") : [""];
  return `${String(line).trim()}/lakeportlocal`;
}

async function send(
  origin: string,
  request: string,
  more: { oid?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  const [method = "", path = ""] = request.split(" ");
  const headers = { authorization: `Bearer ${more.oid ?? writer}`, ...more.headers };
  return fetch(`${origin}${path}`, { method, headers, body: more.body });
}

/** Appends and flushes one unit after another until the lake is gone; answers how many were acknowledged. */
async function writeUntilKilled(
  origin: string,
  file: string,
  acknowledged: Map<string, number>,
): Promise<void> {
  try {
    await send(origin, `PUT ${file}?resource=file`);
    for (let count = 0; ; count += 1) {
      const at = count * unit.length;
      await send(origin, `PATCH ${file}?action=append&position=${at}`, { body: unit });
      const flushed = await send(origin, `PATCH ${file}?action=flush&position=${at + unit.length}`);
      if (flushed.status === 200) acknowledged.set(file, count + 1);
    }
  } catch {
    // The kill ends the loop.
  }
}

test(`kill -9 under load loses nothing acknowledged and shows nothing half-written, ${rounds} times over`, async () => {
  let origin = await start();
  const open = {
    oid: lakeIdentity,
    headers: { "x-ms-acl": "user::rwx,group::---,other::rwx", "x-ms-owner": lakeIdentity },
  };
  expect((await send(origin, "PATCH /curated/?action=setAccessControl", open)).status).toBe(200);
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const wave = new Map<string, number>();
    const writing = [0, 1, 2, 3].map((index) =>
      writeUntilKilled(origin, `/curated/r${round}-${index}`, wave),
    );
    await expect
      .poll(() => Math.min(wave.size === 4 ? 99 : 0, ...wave.values()), { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(10);
    child?.kill("SIGKILL");
    await Promise.all(writing);
    for (const [file, count] of wave) acknowledged.set(file, count);
    origin = await start();
  }
  for (const [file, count] of acknowledged) {
    const text = await (await send(origin, `GET ${file}`)).text();
    expect(text.length % unit.length).toBe(0);
    expect(text.length).toBeGreaterThanOrEqual(count * unit.length);
    expect(text).toBe(unit.repeat(text.length / unit.length));
  }
});
