import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ConnectText, connectTexts } from "#lib/browsing/connect-texts.ts";
import { tenantId } from "#tests/cast.ts";
import {
  partition,
  partitionAcl,
  people,
  type StartedLake,
  startedLake,
} from "#tests/contract/lake-adapter/started-lake.ts";

const python = process.env.LAKEPORT_TEST_PYTHON ?? "python3";
const canRun = hasClients();
const directory = `${partition}/Site A`;
let world: StartedLake;
let managedIdentity: Server;

beforeAll(async () => {
  world = await startedLake();
  await world.identity.setAcl({ container: "curated", path: "" }, "user::rwx,group::---,other::--x");
  await world.identity.createDirectory(
    { container: "curated", path: partition },
    { acl: partitionAcl, metadata: {} },
  );
  const written = await world.as("contributor").write(
    { container: "curated", path: `${directory}/day one.csv` },
    {
      body: new Blob(["at,celsius\n2026-01-01,4.5\n"]).stream(),
      contentType: "text/csv",
      overwrite: false,
    },
  );
  expect(written.ok).toBe(true);
  managedIdentity = await startManagedIdentity();
});

afterAll(async () => {
  managedIdentity?.close();
  await world?.end();
});

/** What a notebook has: an endpoint that gives its owner's token to an unmodified DefaultAzureCredential. */
async function startManagedIdentity(): Promise<Server> {
  const server = createServer((_, reply) => {
    const expiresOn = String(Math.floor(Date.now() / 1000) + 900);
    const body = {
      access_token: people.reader.oid,
      expires_on: expiresOn,
      resource: "https://storage.azure.com",
      token_type: "Bearer",
    };
    reply.setHeader("content-type", "application/json").end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function hasClients(): boolean {
  try {
    const needed = "import adlfs, azure.identity, azure.storage.filedatalake, pandas";
    execFileSync(python, ["-c", needed], { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`Skipped: ${python} has no adlfs, azure-identity and pandas (set LAKEPORT_TEST_PYTHON).`);
    return false;
  }
}

function codeFor(id: ConnectText["id"], path: string, isDirectory: boolean): string {
  const url = world.settings.LAKE_URL;
  const texts = connectTexts({
    account: "lakeportlocal",
    lakeUrl: url,
    blobUrl: url,
    tenantId,
    container: "curated",
    path,
    isDirectory,
  });
  const code = texts.find((text) => text.id === id)?.blocks.at(-1)?.code ?? "";
  return code.replace("FILE.csv", "day one.csv");
}

/** Runs a text as a notebook's cell would: whatever the last line is worth is printed. */
async function run(code: string): Promise<string> {
  const bundle = join(world.folder, "bundle.pem");
  const where = execFileSync(python, ["-c", "import certifi; print(certifi.where())"], { encoding: "utf8" });
  writeFileSync(
    bundle,
    readFileSync(where.trim(), "utf8") + readFileSync(join(world.folder, "ca.pem"), "utf8"),
  );
  const { port } = managedIdentity.address() as AddressInfo;
  const cell = code.replace(/^(pd\.read_.*)$/m, "print($1)");
  const { stdout } = await promisify(execFile)(python, ["-c", cell], {
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/token`,
      IDENTITY_HEADER: "the server's own",
      REQUESTS_CA_BUNDLE: bundle,
      SSL_CERT_FILE: bundle,
    },
    timeout: 90_000,
  });
  return stdout;
}

describe.skipIf(!canRun)(
  "texts of “Connect another tool” run as they stand, with the person's own login",
  () => {
    test.each(["pandas", "adlfs", "sdk"] as const)("%s, for a directory", async (id) => {
      expect(await run(codeFor(id, directory, true))).toMatch(/day one\.csv|celsius/);
    });

    test.each(["pandas", "adlfs", "sdk"] as const)("%s, for a file", async (id) => {
      expect(await run(codeFor(id, `${directory}/day one.csv`, false))).toContain("4.5");
    });

    test("a path of another partition gives the lake's refusal", async () => {
      await expect(run(codeFor("sdk", "fabrikam-pharma-zz99zz", true))).rejects.toThrow(
        /AuthorizationPermissionMismatch|PathNotFound/,
      );
    });
  },
);
