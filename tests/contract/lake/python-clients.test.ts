import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account, createWorld, makeDirectory, openRoot, type World } from "#tests/contract/lake/world.ts";

const ada = "a0000000-0000-4000-8000-000000000001";
const contributors = "c0000000-0000-4000-8000-000000000001";
const members = "c0000000-0000-4000-8000-000000000002";
const python = process.env.LAKEPORT_TEST_PYTHON ?? "python3";
const canRun = hasClients();
if (!canRun)
  console.warn(
    `Skipped: ${python} has no adlfs, azure-storage-file-datalake, pandas and pyarrow (set LAKEPORT_TEST_PYTHON).`,
  );
let world: World;

function hasClients(): boolean {
  try {
    execFileSync(python, ["-c", "import adlfs, azure.storage.filedatalake, pandas, pyarrow"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/** Runs one part of clients.py and answers its findings by name. */
async function findings(part: string): Promise<Record<string, unknown>> {
  const bundle = join(world.folder, "bundle.pem");
  const certifi = execFileSync(python, ["-c", "import certifi; print(certifi.where())"], {
    encoding: "utf8",
  }).trim();
  writeFileSync(bundle, readFileSync(certifi, "utf8") + readFileSync(world.caFile, "utf8"));
  const { stdout } = await promisify(execFile)(python, [join(import.meta.dirname, "clients.py"), part], {
    env: {
      ...process.env,
      LAKE_URL: `${world.lake.https}/${account}`,
      LAKE_FOLDER: "team-abc123/plant/line",
      LAKE_CLOSED: "other-abc123",
      LAKE_TOKEN: await world.token(ada),
      REQUESTS_CA_BUNDLE: bundle,
      SSL_CERT_FILE: bundle,
    },
    timeout: 90_000,
  });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line): { name: string; value: unknown } => JSON.parse(line));
  return Object.fromEntries(lines.map((line) => [line.name, line.value]));
}

beforeAll(async () => {
  world = await createWorld();
  world.groups.set(ada, [contributors, members]);
  await openRoot(world);
  const inner = `user::rwx,group::---,group:${members}:--x,mask::rwx,other::---`;
  const leaf = `user::rwx,group::---,group:${contributors}:rwx,mask::rwx,other::---`;
  const defaults = leaf
    .split(",")
    .map((entry) => `default:${entry}`)
    .join(",");
  await makeDirectory(world, "curated/team-abc123", inner);
  await makeDirectory(world, "curated/team-abc123/plant", inner);
  await makeDirectory(world, "curated/team-abc123/plant/line", `${leaf},${defaults}`);
  await makeDirectory(world, "curated/other-abc123", "user::rwx,group::---,other::---");
});

afterAll(() => world.close());

describe.skipIf(!canRun)("unmodified Python clients over https, with a grant on a deep folder only", () => {
  test("azure-storage-file-datalake writes, reads, lists, renames, deletes and is refused elsewhere", async () => {
    expect(await findings("datalake")).toEqual({
      "datalake.read": 8000,
      "datalake.range": "1,2\n",
      "datalake.list": ["team-abc123/plant/line/lake", "team-abc123/plant/line/lake/day one.csv"],
      "datalake.acl": "rwxrwx---+",
      "datalake.renamed": "team-abc123/plant/line/lake/renamed.csv",
      "datalake.appended": "first second",
      "datalake.metadata": { unit: "kelvin" },
      "datalake.deleted": false,
      "datalake.closed": [403, "AuthorizationPermissionMismatch"],
    });
  });

  test("azure-storage-blob writes in one piece and in blocks, lists, deletes and is refused elsewhere", async () => {
    expect(await findings("blob")).toEqual({
      "blob.read": 100_000,
      "blob.blocks": true,
      "blob.list": ["team-abc123/plant/line/blob/big.bin", "team-abc123/plant/line/blob/one.bin"],
      "blob.walk": ["team-abc123/plant/line/blob/"],
      "blob.metadata": { made: "here" },
      "blob.copied": [100_000, { made: "here" }],
      "blob.copy-closed": [403, "AuthorizationPermissionMismatch"],
      "blob.deleted": false,
      "blob.closed": [403, "AuthorizationPermissionMismatch"],
    });
  });

  test("adlfs with pandas and pyarrow reads and writes CSV and Parquet, lists, removes and is refused elsewhere", async () => {
    const found = await findings("adlfs");
    expect(found).toMatchObject({
      "adlfs.csv": true,
      "adlfs.parquet": 1000,
      "adlfs.isdir": true,
      "adlfs.size": true,
      "adlfs.removed": false,
      "pandas.abfs": 1000,
    });
    expect(found["adlfs.ls"]).toContain("curated/team-abc123/plant/line/parquet");
    expect(found["adlfs.find"]).toEqual(["curated/team-abc123/plant/line/frames/one.csv"]);
    expect(found["adlfs.moved"]).toEqual(["curated/team-abc123/plant/line/frames/two.csv"]);
    expect(found["adlfs.closed"]).toMatchObject([403, expect.anything()]);
  });
});
