import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hubEnvironment, hubRoot } from "#scripts/hub.ts";
import { judgePython } from "#scripts/local/find-python.ts";
import { withLock } from "#scripts/local/lock.ts";
import { explainFailure } from "#scripts/python.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lakeport-python-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const good = { path: "/usr/bin/env", version: "3.12", library: "/usr", missing: [] };

describe("a Python", () => {
  it("of 3.11 to 3.13 with venv will do", async () => {
    expect(await judgePython(good, true)).toBeUndefined();
  });

  it.each(["3.10", "3.14", "2.7"])("of version %s will not, and the sentence says so", async (version) => {
    expect(await judgePython({ ...good, version }, false)).toContain(`Python ${version}`);
  });

  it("without venv or ensurepip will not", async () => {
    expect(await judgePython({ ...good, missing: ["ensurepip"] }, false)).toContain("lacks ensurepip");
  });

  it("in a closed folder will not for servers with uids of their own, but will for one's own", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed);
    await writeFile(join(closed, "python3"), "");
    await chmod(closed, 0o700);
    await chmod(folder, 0o755);
    const found = { ...good, path: join(closed, "python3") };
    expect(await judgePython(found, true)).toContain("other users");
    expect(await judgePython(found, false)).toBeUndefined();
  });
});

describe("a failed installation", () => {
  it.each([
    ["OSError: [Errno 28] No space left on device", "disk is full"],
    ["The virtual environment was not created because ensurepip is not available", "lacks venv"],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was pinned"],
    ["Max retries exceeded with url: /simple/x", "could not be reached"],
    ["PermissionError: [Errno 13] Permission denied", "No permission"],
    ["Segmentation fault", "failed"],
  ])("that printed %j is told in one sentence with the log's place", (output, words) => {
    const sentence = explainFailure(output, "/x/python.log");
    expect(sentence).toContain(words);
    expect(sentence).toContain("/x/python.log");
    expect(sentence).not.toContain("\n");
  });
});

describe("the Hub's environment", () => {
  it("holds nothing of ours but what it needs", () => {
    process.env.SEAL_KEYS = "secret";
    process.env.DATABASE_URL = "postgresql://secret";
    const settings = {
      home: "/h",
      root: "/r",
      portalOrigin: "http://localhost:3000",
      hubUrl: "http://127.0.0.1:4300",
      hubInternalPort: 4301,
      proxyApiPort: 4302,
      oauthClientId: "jupyterhub",
      oauthClientSecret: "s",
      apiToken: "t",
      identityEndpointUrl: "http://127.0.0.1:4400/msi/token",
      lakeUrl: "https://l",
      lakeBlobUrl: "https://l",
      lakeAccount: "l",
    };
    const environment = hubEnvironment(settings);
    delete process.env.SEAL_KEYS;
    delete process.env.DATABASE_URL;
    expect(JSON.stringify(environment)).not.toContain('secret"');
    expect(environment.SEAL_KEYS).toBeUndefined();
    expect(environment.DATABASE_URL).toBeUndefined();
    expect(environment.NODE_EXTRA_CA_CERTS).toBeUndefined();
  });

  it("lies outside the closed state folder when servers get uids of their own", () => {
    const root = hubRoot("/somewhere/.lakeport");
    expect(root.startsWith("/somewhere/.lakeport")).toBe(process.getuid?.() !== 0);
    expect(hubRoot("/elsewhere/.lakeport")).not.toBe(root);
  });
});

describe("a lock", () => {
  it("lets one in at a time and is taken over from a dead holder", async () => {
    const directory = join(folder, "lock");
    await mkdir(directory);
    await writeFile(join(directory, "pid"), "999999999");
    const seen: string[] = [];
    const work = (name: string) =>
      withLock(directory, async () => {
        seen.push(`${name} in`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} out`);
      });
    await Promise.all([work("a"), work("b")]);
    expect(seen.map((step) => step.split(" ")[1])).toEqual(["in", "out", "in", "out"]);
  });
});
