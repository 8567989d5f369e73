import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, principals } from "#tests/cast.ts";
import {
  callback,
  claimsIn,
  returned,
  type StartedEntra,
  startedEntra,
} from "#tests/contract/entra/started-entra.ts";
import { createGroup, graphAs, referenceTo } from "#tests/contract/graph/graph-client.ts";

let entra: StartedEntra;
const folder = mkdtempSync(join(tmpdir(), "lakeport-registrations-"));

/** The same tenant, in which the portal gets groups in its tokens, admits only who has a role, and lost a consent. */
beforeAll(async () => {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, "../../../infra/entra.json"), "utf8"));
  const [portal, , cli] = file.apps;
  portal.groupMembershipClaims = "SecurityGroup";
  portal.assignmentRequired = true;
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

async function idTokenOf(address: string): Promise<Record<string, unknown>> {
  const code = returned(await authorize(address)).get("code") ?? "";
  const form = {
    grant_type: "authorization_code",
    client_id: clients.portal,
    client_secret: "portal secret",
    redirect_uri: callback,
    code,
  };
  return claimsIn(String((await entra.token(form)).body.id_token));
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
