import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  browserOf,
  type RunningHub,
  serverUrlOf,
  startAndFollow,
  startRunningHub,
} from "#tests/contract/hub/running-hub.ts";
import { Kernel } from "#tests/kernel.ts";

const anna = { user: "u-anna", server: "s1" };
let running: RunningHub;

beforeAll(async () => {
  running = await startRunningHub();
}, 600_000);

afterAll(async () => {
  await running?.close();
});

/** Processes whose command line or environment names this test's own root. */
function processesOf(root: string): string[] {
  const listed = execFileSync("ps", ["axeww", "-o", "pid,args"]).toString().split("\n");
  return listed.filter((line) => line.includes(root) && !line.includes("ps axeww"));
}

describe("the Hub under its supervisor", () => {
  it("adopts a server that outlived kill -9 of the Hub, with its kernel's memory", async () => {
    await startAndFollow(running.hub, anna);
    const kernel = await Kernel.start(serverUrlOf(running, anna), { jar: await browserOf(running, anna) });
    const token = (
      await kernel.run("import os; kept = 42; print(os.environ['IDENTITY_HEADER'])")
    ).stdout.trim();
    await running.restart("kill");
    expect(await running.hub.findServer(anna)).toMatchObject({ state: "running" });
    expect(await running.hub.identifyToken(token)).toMatchObject({ user: "u-anna" });
    const again = await Kernel.attach(kernel, { jar: await browserOf(running, anna) });
    expect((await again.run("print(kept)")).stdout).toBe("42\n");
  });

  it("stops an adopted server like any other", async () => {
    expect(await running.hub.stopServer(anna)).toEqual({ ok: true, value: "stopped" });
    expect(await running.hub.findServer(anna)).toBeNull();
  });

  it("notices a server that died while the Hub was away", async () => {
    await startAndFollow(running.hub, anna);
    const kernel = await Kernel.start(serverUrlOf(running, anna), { jar: await browserOf(running, anna) });
    const pids = (await kernel.run("import os; print(os.getpid(), os.getppid())")).stdout.trim().split(" ");
    running.child.kill("SIGKILL");
    for (const pid of pids) {
      process.kill(Number(pid), "SIGKILL");
    }
    await running.restart("kill");
    await expect.poll(() => running.hub.listServers(), { timeout: 30_000 }).toEqual([]);
  });

  it("takes the proxy along when it is killed, and brings a killed proxy back", async () => {
    const proxyPid = async () =>
      Number(await readFile(join(running.settings.root, "state/proxy.pid"), "utf8"));
    process.kill(await proxyPid(), "SIGKILL");
    await expect
      .poll(() => running.hub.ping().catch(() => null), { timeout: 60_000, interval: 200 })
      .not.toBeNull();
    const before = await proxyPid();
    await running.restart("kill");
    expect(() => process.kill(before, 0)).toThrow();
    expect(await running.hub.ping()).toBeGreaterThan(0);
  });

  it("ends with everything it started when the supervisor's pipe closes", async () => {
    await startAndFollow(running.hub, anna);
    const ended = new Promise<void>((resolve) => running.child.once("exit", () => resolve()));
    running.child.stdin?.end();
    await ended;
    await expect.poll(() => processesOf(running.settings.root), { timeout: 15_000 }).toEqual([]);
    await running.restart("close");
    expect(await running.hub.findServer(anna)).toMatchObject({ state: "stopped" });
  });
});
