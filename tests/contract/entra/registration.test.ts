import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, principals } from "#tests/cast.ts";
import {
  callback,
  claimsIn,
  portalOrigin,
  returned,
  type StartedEntra,
  startedEntra,
  type TokenAnswer,
} from "#tests/contract/entra/started-entra.ts";
import { createGroup, graphAs, graphWith, referenceTo } from "#tests/contract/graph/graph-client.ts";

let entra: StartedEntra;
const folder = mkdtempSync(join(tmpdir(), "lakeport-registrations-"));

const otherPage = "http://localhost:3999/auth/popup";

/**
 * The same tenant, in which the portal gets groups in its tokens, admits only who has a role and has two pages, and
 * the command-line client may read the directory but lost its consent for the lake.
 */
beforeAll(async () => {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, "../../../infra/entra.json"), "utf8"));
  const [portal, , cli] = file.apps;
  portal.groupMembershipClaims = "SecurityGroup";
  portal.assignmentRequired = true;
  portal.redirectUris.spa.push(otherPage);
  cli.permissions[0].delegated.push("User.Read.All", "GroupMember.Read.All");
  cli.permissions[1].adminConsented = false;
  const registrationsPath = join(folder, "entra.json");
  writeFileSync(registrationsPath, JSON.stringify(file));
  entra = await startedEntra({ registrationsPath });
});
afterAll(async () => {
  await entra.end();
  rmSync(folder, { recursive: true, force: true });
});

function authorize(address: string): Promise<Response> {
  return entra.authorize({
    client_id: clients.portal,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
    login_hint: address,
  });
}

async function redeemed(address: string, words: Record<string, string> = {}): Promise<TokenAnswer> {
  const code = returned(await authorize(address)).get("code") ?? "";
  const client = { client_id: clients.portal, client_secret: "portal secret", redirect_uri: callback };
  return entra.token({ grant_type: "authorization_code", ...client, code, ...words });
}

async function idTokenOf(address: string): Promise<Record<string, unknown>> {
  return claimsIn(String((await redeemed(address)).body.id_token));
}

test("200 groups are named in the token, 201 only by a pointer", async () => {
  const worker = await graphAs(entra, "worker");
  const join = async (index: number) => {
    const group = await createGroup(worker, `lp-over-${index}`, principals.worker);
    await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(cast.platformAdmin.oid) });
  };
  for (let index = 0; index < 200; index += 1) await join(index);
  expect((await idTokenOf(cast.platformAdmin.address)).groups).toHaveLength(200);
  await join(200);
  const claims = await idTokenOf(cast.platformAdmin.address);
  expect(claims).not.toHaveProperty("groups");
  expect(claims).toMatchObject({
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: expect.any(String) } },
  });
});

test("an application that demands an assignment admits who has one and refuses who has none", async () => {
  expect(returned(await authorize(cast.platformAdmin.address)).has("code")).toBe(true);
  expect(returned(await authorize(cast.contosoReader.address)).get("error_description")).toContain(
    "AADSTS50105:",
  );
});

test("a permission that lost its consent is refused, the others go on", async () => {
  await expect(
    entra.tokenOf(cast.contosoReader.address, "https://storage.azure.com/.default"),
  ).rejects.toThrow("AADSTS65001");
  await expect(entra.tokenOf(cast.contosoReader.address, "User.Read")).resolves.toEqual(expect.any(String));
});

test("a page's refresh token is bound to the Origin that redeemed it, even against another registered page", async () => {
  const hybrid = await redeemed(cast.platformAdmin.address, {
    return_spa_code: "1",
    scope: "offline_access User.Read",
  });
  const code = String(hybrid.body.spa_code);
  const client = { client_id: clients.portal, scope: "offline_access User.Read" };
  const first = await entra.token(
    { ...client, grant_type: "authorization_code", code },
    { origin: portalOrigin },
  );
  const refresh = { ...client, grant_type: "refresh_token", refresh_token: String(first.body.refresh_token) };
  expect((await entra.token(refresh, { origin: portalOrigin })).status).toBe(200);
  expect((await entra.token(refresh, { origin: "http://localhost:3999" })).body.error_codes).toEqual([
    9002327,
  ]);
});

test("a restricted guest reads nobody although the token could, a member does", async () => {
  const graphOf = async (address: string) => graphWith(entra, await entra.tokenOf(address, "User.Read.All"));
  const [guest, member] = [
    await graphOf(cast.contosoAdmin.address),
    await graphOf(cast.platformAdmin.address),
  ];
  for (const path of [
    "/users",
    `/users/${cast.contosoReader.oid}`,
    "/groups",
    `/users/${cast.contosoReader.oid}/memberOf`,
  ]) {
    expect([path, (await guest("GET", path)).status, (await member("GET", path)).status]).toEqual([
      path,
      403,
      200,
    ]);
  }
  expect((await guest("GET", "/me")).status).toBe(200);
});
