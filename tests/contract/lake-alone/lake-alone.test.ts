import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const home = mkdtempSync(join(tmpdir(), "lakeport-lake-"));
let lake: ChildProcess;
let settings: Record<string, string>;

beforeAll(async () => {
  lake = spawn(process.execPath, [join(root, "scripts/lake.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, LAKEPORT_HOME: home, LAKEPORT_PORTS: "free", LAKEPORT_BOOTSTRAPPED: "1" },
  });
  await untilReady(lake);
  settings = Object.fromEntries(
    readFileSync(join(home, "lake.env"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
});
afterAll(() => {
  lake.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

describe("npm run lake", () => {
  test("gives a person a token that the lake takes, and no access to anything", async () => {
    const token = await tokenOf("reader@contoso.example");
    const refused = await list(token);
    expect([refused.status, refused.headers.get("x-ms-error-code")]).toEqual([
      403,
      "AuthorizationPermissionMismatch",
    ]);
    await refused.body?.cancel();
    expect((await list("nonsense")).status).toBe(401);
  });

  test("a role given by the admin route is felt on the next request, and only with the admin token", async () => {
    const token = await tokenOf("reader@contoso.example");
    const assignment = {
      principalId: "c1000000-0000-4000-8000-000000000002",
      role: "Storage Blob Data Reader",
    };
    expect(await assign(assignment, "guessed")).toBe(404);
    expect((await list(token)).status).toBe(403);
    expect(await assign(assignment, settings.ADMIN_TOKEN ?? "")).toBe(200);
    const allowed = await list(token);
    expect([allowed.status, await allowed.json()]).toEqual([200, { paths: [] }]);
    expect((await list(await tokenOf("reader@fabrikam.example"))).status).toBe(403);
  });

  test("keeps its secrets to its owner, and ends when whoever started it does", async () => {
    expect(statSync(join(home, "lake.env")).mode & 0o077).toBe(0);
    expect(statSync(home).mode & 0o077).toBe(0);
    const ended = new Promise((done) => lake.once("exit", done));
    lake.stdin?.end();
    await ended;
    await expect(fetch(`${settings.LAKE_ORIGIN}/`)).rejects.toThrow();
    await expect(fetch(`${settings.ENTRA_ORIGIN}/`)).rejects.toThrow();
  });
});

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    child.once("exit", (code) => failed(new Error(`npm run lake ended with ${code}`)));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on(
        "line",
        (line) => line.startsWith("The lake is ready") && ready(),
      );
    }
  });
}

async function tokenOf(username: string): Promise<string> {
  const form = {
    grant_type: "password",
    client_id: settings.ENTRA_CLI_CLIENT_ID ?? "",
    username,
    password: "local",
    scope: "https://storage.azure.com/user_impersonation",
  };
  const url = `${settings.ENTRA_ORIGIN}/${settings.ENTRA_TENANT_ID}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return String((await response.json()).access_token);
}

function list(token: string): Promise<Response> {
  const url = `${settings.LAKE_ORIGIN}/${settings.LAKE_ACCOUNT}/curated?resource=filesystem&recursive=false`;
  return fetch(url, { headers: { authorization: `Bearer ${token}`, "x-ms-version": "2023-11-03" } });
}

async function assign(assignment: object, adminToken: string): Promise<number> {
  const response = await fetch(`${settings.LAKE_ORIGIN}/_admin/assignments`, {
    method: "POST",
    headers: { "x-lakeport-admin": adminToken },
    body: JSON.stringify(assignment),
  });
  await response.body?.cancel();
  return response.status;
}
