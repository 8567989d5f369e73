import { afterAll, beforeAll, expect, test } from "vitest";
import { createDirectory, createDirectoryWriter } from "#lib/entra/directory-adapter.ts";
import { cast } from "#tests/cast.ts";
import { type StartedEntra, startedEntra } from "#tests/contract/entra/started-entra.ts";

let entra: StartedEntra;
beforeAll(async () => {
  entra = await startedEntra();
});
afterAll(() => entra.end());

/** The product's own directory adapters against the emulator, each with the identity that it has in production. */
function adapters() {
  const place = { GRAPH_URL: `${entra.http}/v1.0`, GRAPH_RESOURCE: "https://graph.microsoft.com" };
  const credentialOf = (app: "portal" | "worker") => ({
    getToken: async (scopes: string | string[]) => ({
      token: await entra.tokenOfApp(app, String(scopes)),
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  });
  return {
    directory: createDirectory(place, credentialOf("portal")),
    writer: createDirectoryWriter(place, credentialOf("worker")),
    readerAsWriter: createDirectoryWriter(place, credentialOf("portal")),
  };
}

test("the web identity finds people by id and by address, and says who has not redeemed", async () => {
  const { directory } = adapters();
  expect(await directory.findPerson(cast.contosoPending.oid)).toMatchObject({
    userType: "guest",
    redemption: "pending",
  });
  expect(await directory.findPersonByAddress(cast.platformAdmin.address)).toMatchObject({
    objectId: cast.platformAdmin.oid,
    userType: "member",
    redemption: null,
  });
  expect(await directory.findPersonByAddress("nobody@contoso.example")).toBeNull();
  expect(await directory.ping()).toBeGreaterThan(0);
});

test("the worker makes a group once, keeps its members, and the web identity sees them but may not change them", async () => {
  const { directory, writer, readerAsWriter } = adapters();
  const group = await writer.ensureGroup("lp-adapter");
  expect(await writer.ensureGroup("lp-adapter")).toEqual(group);
  if (!group.ok) throw new Error(group.detail);
  expect(await readerAsWriter.addMember(group.value, cast.contosoReader.oid)).toMatchObject({
    ok: false,
    refusal: "forbidden",
  });
  for (const _ of [1, 2])
    expect(await writer.addMember(group.value, cast.contosoReader.oid)).toMatchObject({ ok: true });
  expect(await directory.membersOf(group.value)).toEqual([cast.contosoReader.oid]);
  expect(await directory.groupIdsOf(cast.contosoReader.oid)).toContain(group.value);
  for (const _ of [1, 2])
    expect(await writer.removeMember(group.value, cast.contosoReader.oid)).toMatchObject({ ok: true });
});

test("the worker waits out a throttle and a replication delay", async () => {
  const { writer } = adapters();
  const group = await writer.ensureGroup("lp-patient");
  if (!group.ok) throw new Error(group.detail);
  const fault = { pathPattern: "/members/", method: "POST", status: 429, retryAfterSeconds: 0, times: 2 };
  await entra.admin("PATCH", "/controls", { faults: [fault] });
  expect(await writer.addMember(group.value, cast.fabrikamAdmin.oid)).toMatchObject({ ok: true });
});

test("the worker invites a guest and gets the secret link", async () => {
  const { directory, writer } = adapters();
  const invited = await writer.invite({
    address: "ada@fabrikam.example",
    name: "Ada",
    redirectUrl: "http://localhost:3000/",
  });
  if (!invited.ok) throw new Error(invited.detail);
  expect(new URL(invited.value.redeemUrl).pathname).toBe("/redeem");
  expect(await directory.findPerson(invited.value.objectId)).toMatchObject({
    redemption: "pending",
    name: "Ada",
  });
});
