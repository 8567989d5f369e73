import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { DataLakeServiceClient } from "@azure/storage-file-datalake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  account,
  createWorld,
  lakeIdentity,
  makeDirectory,
  openRoot,
  type World,
} from "#tests/contract/lake/world.ts";

const ada = "a0000000-0000-4000-8000-000000000001";
const eve = "e0000000-0000-4000-8000-000000000001";
const contributors = "c0000000-0000-4000-8000-000000000001";
const trustedBefore = getCACertificates("default");
let world: World;

function clientFor(oid: string): DataLakeServiceClient {
  const credential = {
    getToken: async () => ({ token: await world.token(oid), expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  return new DataLakeServiceClient(`${world.lake.https}/${account}`, credential, {
    retryOptions: { maxTries: 1 },
  });
}

beforeAll(async () => {
  world = await createWorld();
  setDefaultCACertificates([...trustedBefore, readFileSync(world.caFile, "utf8")]);
  world.groups.set(ada, [contributors]);
  await openRoot(world);
  const entries = `user::rwx,group::---,group:${contributors}:rwx,mask::rwx,other::---`;
  const defaults = entries
    .split(",")
    .map((entry) => `default:${entry}`)
    .join(",");
  await makeDirectory(world, "curated/team", `${entries},${defaults}`);
});

afterAll(async () => {
  setDefaultCACertificates(trustedBefore);
  await world.close();
});

describe("the unmodified JavaScript SDK over https with the local authority", () => {
  test("uploads, reads, lists and deletes as a person whose group may", async () => {
    const team = clientFor(ada).getFileSystemClient("curated").getDirectoryClient("team");
    const file = team.getFileClient("räume/mess werte.csv");
    const content = Buffer.from("t,v\n".repeat(50_000));
    await file.upload(content);
    expect(await file.readToBuffer()).toEqual(content);
    expect((await file.readToBuffer(4, 8)).toString()).toBe("t,v\nt,v\n");
    const names: (string | undefined)[] = [];
    for await (const item of clientFor(ada)
      .getFileSystemClient("curated")
      .listPaths({ path: "team", recursive: true }))
      names.push(item.name);
    expect(names).toEqual(["team/räume", "team/räume/mess werte.csv"]);
    await team.getSubdirectoryClient("räume").delete(true);
    expect(await file.exists()).toBe(false);
  });

  test("reads owner, permissions and ACL, and renames", async () => {
    const system = clientFor(ada).getFileSystemClient("curated");
    const file = system.getFileClient("team/a.txt");
    await file.upload(Buffer.from("a"));
    const access = await file.getAccessControl();
    expect(access.owner).toBe(ada);
    expect(access.permissions).toMatchObject({
      extendedAcls: true,
      stickyBit: false,
      owner: { read: true, execute: false },
    });
    const moved = await file.move("team/b.txt");
    expect(moved).toBeDefined();
    expect(await system.getFileClient("team/b.txt").exists()).toBe(true);
    expect(await file.exists()).toBe(false);
  });

  test("walks a recursive ACL change in batches and counts them", async () => {
    const directory = clientFor(lakeIdentity).getFileSystemClient("curated").getDirectoryClient("batch");
    await directory.create();
    for (const name of ["x", "y", "z"]) await directory.getSubdirectoryClient(name).create();
    const result = await directory.updateAccessControlRecursive(
      [
        {
          accessControlType: "user",
          entityId: ada,
          defaultScope: false,
          permissions: { read: true, write: false, execute: true },
        },
      ],
      { batchSize: 2 },
    );
    expect(result.counters).toEqual({
      changedDirectoriesCount: 4,
      changedFilesCount: 0,
      failedChangesCount: 0,
    });
  });

  test("a person without access gets the lake's 403 and its code, on reads, lists and HEAD", async () => {
    const system = clientFor(eve).getFileSystemClient("curated");
    await expect(system.getFileClient("team/b.txt").read()).rejects.toMatchObject({
      statusCode: 403,
      code: "AuthorizationPermissionMismatch",
    });
    await expect(system.listPaths({ path: "team" }).next()).rejects.toMatchObject({ statusCode: 403 });
    await expect(system.getFileClient("team/b.txt").getAccessControl()).rejects.toMatchObject({
      statusCode: 403,
      details: { errorCode: "AuthorizationPermissionMismatch" },
    });
  });

  test("no ACL lets a person list or create containers", async () => {
    await expect(clientFor(ada).listFileSystems().next()).rejects.toMatchObject({ statusCode: 403 });
    await expect(clientFor(ada).getFileSystemClient("newone").create()).rejects.toMatchObject({
      statusCode: 403,
    });
    const names: string[] = [];
    for await (const item of clientFor(lakeIdentity).listFileSystems()) names.push(item.name);
    expect(names).toEqual(["curated", "raw"]);
  });
});
