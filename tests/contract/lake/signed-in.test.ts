import { generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  createWorld,
  lakeIdentity,
  makeDirectory,
  openRoot,
  type TokenWishes,
  tenantId,
  type World,
} from "#tests/contract/lake/world.ts";

const ada = "a0000000-0000-4000-8000-000000000001";
const readers = "c0000000-0000-4000-8000-000000000001";
let world: World;
let nowMs = Date.now();

beforeAll(async () => {
  world = await createWorld({ nowMs: () => nowMs });
  await openRoot(world);
  await makeDirectory(
    world,
    "curated/team",
    `user::rwx,group::---,group:${readers}:r-x,mask::rwx,other::---`,
  );
});
afterEach(async () => {
  await world.admin("PUT", "delays", { aclMs: 0, roleMs: 0, groupMs: 0 });
  await world.admin("PUT", "checking", { isChecking: true });
  world.groups.clear();
});
afterAll(() => world.close());

const listing = "GET /curated?resource=filesystem&recursive=false&directory=team";
const statusWith = async (wishes: TokenWishes) => {
  const answer = await world.call(ada, listing, { token: await world.token(ada, wishes) });
  return [answer.status, answer.code];
};

describe("who is asking", () => {
  test("no token is 401 with the challenge that SDKs read", async () => {
    const answer = await fetch(`${world.lake.http}/lakeportlocal/curated?resource=filesystem&recursive=true`);
    expect([answer.status, answer.headers.get("x-ms-error-code")]).toEqual([
      401,
      "NoAuthenticationInformation",
    ]);
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer authorization_uri=https://login.microsoftonline.com/${tenantId}/oauth2/authorize resource_id=https://storage.azure.com`,
    );
  });

  test("a foreign audience, issuer, key or time is 401", async () => {
    const foreign = await generateKeyPair("RS256");
    const refused = [401, "InvalidAuthenticationInfo"];
    expect(await statusWith({ audience: "https://graph.microsoft.com" })).toEqual(refused);
    expect(await statusWith({ issuer: "https://sts.windows.net/other/" })).toEqual(refused);
    expect(await statusWith({ key: foreign.privateKey })).toEqual(refused);
    expect(await statusWith({ expiresInS: -60 })).toEqual(refused);
    expect(await statusWith({ notBeforeS: 600 })).toEqual(refused);
  });

  test("both spellings of the storage audience are accepted", async () => {
    world.groups.set(ada, [readers]);
    expect(await statusWith({ audience: "https://storage.azure.com/" })).toEqual([200, null]);
    expect(await statusWith({ audience: "https://storage.azure.com" })).toEqual([200, null]);
  });

  test("a token that was good is refused once it has expired", async () => {
    world.groups.set(ada, [readers]);
    const token = await world.token(ada, { expiresInS: 60 });
    expect((await world.call(ada, listing, { token })).status).toBe(200);
    nowMs += 120_000;
    expect((await world.call(ada, listing, { token })).status).toBe(401);
    nowMs -= 120_000;
  });

  test("the account key is refused while it is off", async () => {
    const answer = await fetch(
      `${world.lake.http}/lakeportlocal/curated?resource=filesystem&recursive=true`,
      {
        headers: { authorization: "SharedKey lakeportlocal:abc" },
      },
    );
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("KeyBasedAuthenticationNotPermitted");
  });
});

describe("three delays, set apart", () => {
  test("with a group delay a new membership is felt after it, or with a token issued since", async () => {
    await world.admin("PUT", "delays", { groupMs: 60_000 });
    const token = await world.token(ada);
    expect((await world.call(ada, listing, { token })).status).toBe(403);
    world.groups.set(ada, [readers]);
    expect((await world.call(ada, listing, { token })).status).toBe(403);
    expect((await world.call(ada, listing)).status).toBe(200);
    world.groups.delete(ada);
    expect((await world.call(ada, listing, { token })).status).toBe(200);
    nowMs += 61_000;
    expect((await world.call(ada, listing, { token })).status).toBe(403);
    nowMs -= 61_000;
  });

  test("without a group delay the directory is asked every time", async () => {
    const before = world.groupQuestions();
    await world.call(ada, listing);
    await world.call(ada, listing);
    expect(world.groupQuestions()).toBe(before + 2);
  });

  test("with an ACL delay the old entries count until it has passed", async () => {
    const acl = `user::rwx,user:${ada}:r-x,group::---,mask::rwx,other::---`;
    await world.admin("PUT", "delays", { aclMs: 30_000 });
    await world.call(lakeIdentity, "PATCH /curated/team?action=setAccessControl", {
      headers: { "x-ms-acl": acl },
    });
    expect((await world.call(ada, listing)).status).toBe(403);
    nowMs += 31_000;
    expect((await world.call(ada, listing)).status).toBe(200);
    nowMs -= 31_000;
  });

  test("with a role delay an assignment counts once it has passed", async () => {
    const eve = "e0000000-0000-4000-8000-000000000001";
    await world.admin("PUT", "delays", { roleMs: 30_000 });
    await world.admin("POST", "assignments", {
      principalId: eve,
      role: "Storage Blob Data Reader",
      scope: "/containers/curated",
    });
    expect((await world.call(eve, listing)).status).toBe(403);
    nowMs += 31_000;
    expect((await world.call(eve, listing)).status).toBe(200);
    expect((await world.call(eve, "GET /raw?resource=filesystem&recursive=false")).status).toBe(403);
    nowMs -= 31_000;
  });
});

describe("the request log", () => {
  test("names caller, operation, path, verdict and the entry that decided", async () => {
    const eve = "e0000000-0000-4000-8000-000000000002";
    await world.admin("DELETE", "log");
    await world.call(eve, listing, { headers: { "x-ms-client-request-id": "trace-1" } });
    const { lines } = (await world.admin("GET", "log")) as { lines: Record<string, unknown>[] };
    expect(lines[0]).toMatchObject({
      oid: eve,
      operation: "ListPaths",
      container: "curated",
      verdict: "denied",
      status: 403,
      decidedBy: "other other::--- lacks r-x",
      decidedAt: "team",
      clientRequestId: "trace-1",
      idtyp: "user",
    });
  });

  test("the admin endpoint does not exist without its token", async () => {
    expect((await fetch(`${world.lake.http}/_admin/log`)).status).toBe(404);
    expect(
      (await fetch(`${world.lake.http}/_admin/log`, { headers: { "x-lakeport-admin": "wrong" } })).status,
    ).toBe(404);
  });

  test("with the ACL check sabotaged everyone may, and the log says so", async () => {
    await world.admin("PUT", "checking", { isChecking: false });
    const eve = "e0000000-0000-4000-8000-000000000003";
    expect((await world.call(eve, listing)).status).toBe(200);
  });
});
