import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureAuthority, issueServerCertificate } from "#emulators/shared/certificates.ts";
import { cast, clients, tenantId } from "#tests/cast.ts";

const main = join(import.meta.dirname, "../../../emulators/entra/main.ts");

let folder = "";
let running: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lakeport-entra-process-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await rm(folder, { recursive: true, force: true });
});

/** Starts main.ts as the supervisor does and waits for its line of readiness. */
async function started(): Promise<{ child: ChildProcess; http: string }> {
  const env = {
    ...process.env,
    LAKEPORT_SUPERVISED: "1",
    ENTRA_STATE: join(folder, "entra"),
    CA_FOLDER: folder,
    ENTRA_HTTP_PORT: "0",
    ENTRA_HTTPS_PORT: "0",
    ADMIN_TOKEN: "admin",
  };
  const child = spawn(process.execPath, [main], { env, stdio: ["pipe", "pipe", "inherit"] });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, http } = JSON.parse(line);
    if (ready) return { child, http };
  }
  throw new Error("The emulator ended before it was ready.");
}

function passwordGrant(http: string, address: string): Promise<Response> {
  const form = {
    grant_type: "password",
    client_id: clients.cli,
    username: address,
    password: "local",
    scope: "offline_access User.Read",
  };
  return fetch(`${http}/${tenantId}/oauth2/v2.0/token`, { method: "POST", body: new URLSearchParams(form) });
}

test("a killed process loses nothing that it had answered", async () => {
  const first = await started();
  const grant = await (await passwordGrant(first.http, cast.contosoReader.address)).json();
  const accepted = await fetch(`${first.http}/_admin/people/${cast.contosoPending.oid}`, {
    method: "PATCH",
    headers: { "x-lakeport-admin": "admin" },
    body: JSON.stringify({ isPending: false }),
  });
  expect(accepted.status).toBe(200);
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  const { http } = await started();
  const form = {
    grant_type: "refresh_token",
    client_id: clients.cli,
    refresh_token: grant.refresh_token,
    scope: "User.Read",
  };
  const refreshed = await fetch(`${http}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  expect(refreshed.status).toBe(200);
  const me = await fetch(`${http}/v1.0/me`, { headers: { authorization: `Bearer ${grant.access_token}` } });
  expect(await me.json()).toMatchObject({ id: cast.contosoReader.oid });
  expect((await passwordGrant(http, cast.contosoPending.address)).status).toBe(200);
});

test("the process ends by itself when its supervisor's pipe closes", async () => {
  const { child } = await started();
  child.stdin?.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("without ENTRA_STATE it says so in one sentence and does not start", async () => {
  const { ENTRA_STATE: _, ...env } = process.env;
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "ignore", "pipe"] });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, "close");
  expect(code).not.toBe(0);
  expect(Buffer.concat(said).toString()).toContain("ENTRA_STATE is not set");
});

test("many processes that start at once share one authority, whose key only its owner can read", async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => ensureAuthority(folder)));
  expect(new Set(made).size).toBe(1);
  expect(await ensureAuthority(folder)).toBe(await readFile(join(folder, "ca.pem"), "utf8"));
  expect((await stat(join(folder, "ca.key"))).mode & 0o777).toBe(0o600);
  const [one, two] = await Promise.all([issueServerCertificate(folder), issueServerCertificate(folder)]);
  expect(one.authority).toBe(two.authority);
  expect(one.key).not.toBe(two.key);
});
