import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { azureTokenScope, serverOfScopes } from "#lib/hub/hub-urls.ts";
import {
  browserOf,
  launchOptions,
  type RunningHub,
  serverUrlOf,
  startAndFollow,
  startRunningHub,
} from "#tests/contract/hub/running-hub.ts";
import { codeCellsOf, Kernel, send } from "#tests/kernel.ts";

const anna = { user: "u-anna", server: "s1" };
const bert = { user: "u-bert", server: "s1" };
const isRoot = process.getuid?.() === 0;

let running: RunningHub;
let kernel: Kernel;
let anotherKernel: Kernel;

/** Time from the request to a printed result, logged beside the tests: the product's target is 3 s at the median. */
async function startedKernel(ref: typeof anna, timings: Record<string, number>): Promise<Kernel> {
  const began = performance.now();
  const steps = await startAndFollow(running.hub, ref);
  expect(steps.at(-1)?.state).toBe("ready");
  timings.ready = Math.round(performance.now() - began);
  const made = await Kernel.start(serverUrlOf(running, ref), { jar: await browserOf(running, ref) });
  await made.run("print('hello')");
  timings.firstCell = Math.round(performance.now() - began);
  return made;
}

beforeAll(async () => {
  running = await startRunningHub();
  process.env.PORTAL_SECRET_FOR_TEST = "must not arrive in a notebook";
  const timings = { cold: {}, warm: {} };
  kernel = await startedKernel(anna, timings.cold);
  anotherKernel = await startedKernel(bert, timings.warm);
  console.log("milliseconds from the request:", JSON.stringify(timings));
}, 600_000);

afterAll(async () => {
  await running?.close();
});

async function pythonValue(code: string, on = kernel): Promise<unknown> {
  const output = await on.run(`import json\nprint(json.dumps(${code}))`);
  expect(output.error).toBeNull();
  return JSON.parse(output.stdout);
}

describe("a started notebook server", () => {
  it("tells its progress in rising steps that end with ready", async () => {
    const ref = { user: "u-carl", server: "s1" };
    const steps = await startAndFollow(running.hub, ref);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.map((step) => step.percent)).toEqual(
      steps.map((step) => step.percent).toSorted((a, b) => a - b),
    );
    expect(steps.filter((step) => step.state === "ready")).toHaveLength(1);
    await running.hub.stopServer(ref);
  });

  it("gets exactly the environment of the whitelist, and nothing of the Hub's own", async () => {
    const environment = (await pythonValue("dict(__import__('os').environ)")) as Record<string, string>;
    expect(environment).toMatchObject({
      AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential",
      IDENTITY_ENDPOINT: running.settings.identityEndpointUrl,
      MSI_ENDPOINT: running.settings.identityEndpointUrl,
      IDENTITY_HEADER: environment.MSI_SECRET,
      LAKE_FILESYSTEM: "curated",
      LAKE_FOLDER: launchOptions.folder,
      LAKE_URL: running.settings.lakeUrl,
      USER: "u-anna",
    });
    const allowed =
      /^(JUPYTERHUB_|JUPYTER_|PIP_|IDENTITY_|MSI_(ENDPOINT|SECRET)$|LAKE_|AZURE_TOKEN_CREDENTIALS$|(HOME|USER|LOGNAME|SHELL|LANG|TZ|PATH|MPLCONFIGDIR|REQUESTS_CA_BUNDLE|SSL_CERT_FILE|OMP_NUM_THREADS|OPENBLAS_NUM_THREADS)$)/;
    const ofJupyter =
      /^(JPY_PARENT_PID|PYDEVD_.*|TERM|CLICOLOR|FORCE_COLOR|CLICOLOR_FORCE|PAGER|GIT_PAGER|MPLBACKEND|LC_CTYPE)$/;
    expect(Object.keys(environment).filter((name) => !allowed.test(name) && !ofJupyter.test(name))).toEqual(
      [],
    );
    const values = Object.values(environment).join("\n");
    expect(values).not.toContain(running.settings.oauthClientSecret);
    expect(values).not.toContain(running.settings.apiToken);
  });

  it("has a token that carries the scope of this very server, and no other token scope", async () => {
    const token = String(await pythonValue("__import__('os').environ['IDENTITY_HEADER']"));
    const owner = await running.hub.identifyToken(token);
    expect(owner).toMatchObject({ kind: "user", user: "u-anna" });
    expect(owner?.scopes).toContain(azureTokenScope(anna));
    expect(serverOfScopes(owner?.scopes ?? [])).toEqual(anna);
    expect(owner?.scopes.filter((scope) => /tokens|shares|start:servers|admin/.test(scope))).toEqual([]);
  });

  it("cannot mint another token with its own", async () => {
    const token = String(await pythonValue("__import__('os').environ['IDENTITY_HEADER']"));
    const answer = await fetch(`${running.settings.hubUrl}/hub/api/users/u-anna/tokens`, {
      method: "POST",
      headers: { authorization: `token ${token}` },
      body: "{}",
    });
    expect(answer.status).toBe(403);
  });

  it("may not be framed, by its own origin neither", async () => {
    const jar = await browserOf(running, anna);
    const lab = await jar.visit(`${serverUrlOf(running, anna)}/lab`);
    expect(lab.response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const hub = await jar.visit(`${running.settings.hubUrl}/hub/home`);
    expect(hub.response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("installs with %pip into the person's own space, from where the next kernel imports it", async () => {
    const output = await kernel.run(
      "%pip install --quiet humanize==4.12.1\nimport humanize\nprint(humanize.__file__)",
      180_000,
    );
    expect(output.error).toBeNull();
    expect(output.stdout).toContain("/people/u-anna/home/");
    const elsewhere = await anotherKernel.run("import humanize");
    expect(elsewhere.error?.name).toBe("ModuleNotFoundError");
  });
});

describe("the starter notebook", () => {
  const access = async () => ({ jar: await browserOf(running, anna) });

  it("lies in the home under the name that the portal asked for, and can be opened", async () => {
    const cells = await codeCellsOf(
      serverUrlOf(running, anna),
      await access(),
      `lakeport/${launchOptions.notebook}`,
    );
    expect(cells.length).toBeGreaterThan(4);
    expect(cells[0]).toContain("DefaultAzureCredential()");
  });

  it("names no tenant, key, secret or account", async () => {
    const cells = await codeCellsOf(
      serverUrlOf(running, anna),
      await access(),
      `lakeport/${launchOptions.notebook}`,
    );
    expect(cells.join("\n")).not.toMatch(
      /[0-9a-f]{8}-[0-9a-f]{4}|account_key|sas_token|client_secret|lakeportlocal/i,
    );
  });

  it("is not overwritten by a later start", async () => {
    const path = join("lakeport", launchOptions.notebook);
    await kernel.run(
      `open(${JSON.stringify(path)}, "a").write(" ")\nopen("lakeport/mine.txt", "w").write("mine")`,
    );
    const before = await pythonValue(`open(${JSON.stringify(path)}).read()`);
    await running.hub.stopServer(anna);
    const again = await startedKernel(anna, {});
    expect(await pythonValue(`open(${JSON.stringify(path)}).read()`, again)).toBe(before);
    kernel = again;
  });
});

describe.runIf(isRoot)("people on one machine", () => {
  it("run under different uids, in no group of the Hub's", async () => {
    const mine = await pythonValue("[__import__('os').getuid(), __import__('os').getgroups()]");
    const theirs = await pythonValue(
      "[__import__('os').getuid(), __import__('os').getgroups()]",
      anotherKernel,
    );
    expect(mine).toEqual([expect.any(Number), []]);
    expect((mine as number[])[0]).toBeGreaterThanOrEqual(70_000);
    expect((theirs as number[])[0]).not.toBe((mine as number[])[0]);
  });

  it.each([
    [
      "a neighbour's home",
      () => `import os; os.listdir(${JSON.stringify(join(running.settings.root, "people/u-bert/home"))})`,
    ],
    [
      "the Hub's database",
      () => `open(${JSON.stringify(join(running.settings.root, "state/jupyterhub.sqlite"))})`,
    ],
    ["the Hub's environment", () => `open("/proc/${running.child.pid}/environ").read()`],
    [
      "the environment of the process that runs the portal",
      () => `open("/proc/${process.pid}/environ").read()`,
    ],
    [
      "the installation's state folder",
      () => `import os; os.listdir(${JSON.stringify(running.settings.home)})`,
    ],
  ])("cannot read %s", async (_what, code) => {
    expect((await kernel.run(code())).error?.name).toBe("PermissionError");
  });

  it("cannot change the packages that everybody shares", async () => {
    const code = "import pandas; open(pandas.__file__, 'a')";
    expect((await kernel.run(code)).error?.name).toBe("PermissionError");
  });

  it("have homes that only they may enter", async () => {
    const home = await stat(join(running.settings.root, "people/u-anna/home"));
    expect(home.mode & 0o777).toBe(0o700);
    const uids = JSON.parse(await readFile(join(running.settings.root, "state/uids.json"), "utf8"));
    expect(home.uid).toBe(uids["u-anna"]);
  });

  it("cannot listen to what a neighbour's kernel prints", async () => {
    const ports = await pythonValue(
      "json.load(open(__import__('ipykernel').get_connection_file()))['iopub_port']",
    );
    const listen = `import zmq, threading
socket = zmq.Context.instance().socket(zmq.SUB)
socket.subscribe(b"")
socket.connect("tcp://127.0.0.1:${ports}")
heard = []
def hear():
    while socket.poll(4000):
        heard.append(socket.recv_multipart())
listener = threading.Thread(target=hear)
listener.start()`;
    expect((await anotherKernel.run(listen)).error).toBeNull();
    for (let time = 0; time < 20; time += 1) {
      await kernel.run("print('a secret')");
    }
    const heard = await anotherKernel.run("listener.join()\nprint(len(heard))");
    expect(heard.stdout.trim()).toBe("0");
  });

  it("gain nothing from set-uid programs", async () => {
    const status = await pythonValue("open('/proc/self/status').read()");
    expect(status).toMatch(/NoNewPrivs:\s+1/);
  });
});

describe("a stopped server", () => {
  it("takes its token with it: the Hub knows it no more", async () => {
    const token = String(await pythonValue("__import__('os').environ['IDENTITY_HEADER']", anotherKernel));
    expect(await running.hub.identifyToken(token)).not.toBeNull();
    expect(await running.hub.stopServer(bert)).toEqual({ ok: true, value: "stopped" });
    expect(await running.hub.identifyToken(token)).toBeNull();
    expect(await running.hub.findServer(bert)).toBeNull();
  });

  it("leaves no process behind", async () => {
    const marker = `lakeport-left-behind-${process.pid}`;
    await kernel.run(
      `import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "${marker}"], start_new_session=True)`,
    );
    expect(isRunning(marker)).toBe(true);
    await running.hub.stopServer(anna);
    expect(isRunning(marker)).toBe(!isRoot);
  });
});

describe("the portal's own Hub token", () => {
  it("starts and stops servers but cannot enter one or make tokens", async () => {
    await startAndFollow(running.hub, anna);
    const token = running.settings.apiToken;
    const entered = await send({ token }, `${serverUrlOf(running, anna)}/api/contents`);
    expect([302, 401, 403]).toContain(entered.status);
    const minted = await fetch(`${running.settings.hubUrl}/hub/api/users/u-anna/tokens`, {
      method: "POST",
      headers: { authorization: `token ${token}` },
    });
    expect(minted.status).toBe(403);
  });

  it.each([
    ["an unknown profile", { profile: "huge" }],
    ["a folder that climbs", { folder: "a/../../b" }],
    ["a notebook name with a path", { notebook: "../x.ipynb" }],
    ["an option that nobody defined", { env: "X" }],
  ])("cannot start a server with %s", async (_what, wrong) => {
    const steps = await startAndFollow(
      running.hub,
      { user: "u-dora", server: "s1" },
      { ...launchOptions, ...wrong },
    );
    expect(steps.at(-1)?.state).toBe("failed");
  });
});

function isRunning(marker: string): boolean {
  return execFileSync("ps", ["axww", "-o", "args"]).toString().includes(marker);
}
