import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, principals, tenantId } from "#tests/cast.ts";
import { type StartedEntra, startedEntra } from "#tests/contract/entra/started-entra.ts";
import {
  codeOf,
  createGroup,
  type Graph,
  graphAs,
  graphDefault,
  graphWith,
  referenceTo,
  valuesOf,
} from "#tests/contract/graph/graph-client.ts";

let entra: StartedEntra;
let worker: Graph;
beforeAll(async () => {
  entra = await startedEntra();
  worker = await graphAs(entra, "worker");
});
afterAll(() => entra.end());

const guestFields = "id,displayName,mail,userPrincipalName,userType,externalUserState,accountEnabled";

test("a guest is read by id and by the #EXT# name, with the state of the invitation", async () => {
  const guest = cast.contosoPending;
  const name = "pending_contoso.example%23EXT%23@northwind.onmicrosoft.com";
  const byId = await worker("GET", `/users/${guest.oid}?$select=${guestFields}`);
  const byName = await worker("GET", `/users/${name}?$select=${guestFields}`);
  expect(byId.body).toMatchObject({
    id: guest.oid,
    mail: guest.address,
    userType: "Guest",
    externalUserState: "PendingAcceptance",
  });
  expect(byName.body.id).toBe(guest.oid);
  expect((await worker("GET", `/users/${guest.address}`)).status).toBe(404);
});

test("users are filtered; the guest state needs an eventual reader that counts", async () => {
  const guests = valuesOf(await worker("GET", "/users?$filter=userType eq 'Guest'&$select=id,userType"));
  expect(guests.length).toBeGreaterThanOrEqual(6);
  const byMail = valuesOf(await worker("GET", `/users?$filter=mail eq '${cast.contosoAdmin.address}'`));
  expect(byMail.map((person) => person.id)).toEqual([cast.contosoAdmin.oid]);
  const byName = valuesOf(await worker("GET", "/users?$filter=startswith(displayName,'Rosa')"));
  expect(byName.map((person) => person.id)).toEqual([cast.contosoReader.oid]);
  const either = `/users?$filter=mail eq 'a and ''b'' or c' or userPrincipalName eq '${cast.platformAdmin.address}'`;
  expect(valuesOf(await worker("GET", either)).map((person) => person.id)).toEqual([cast.platformAdmin.oid]);
  const filter = "/users?$filter=externalUserState eq 'PendingAcceptance'&$select=id";
  expect(codeOf(await worker("GET", filter))).toBe("Request_UnsupportedQuery");
  const counted = await worker("GET", `${filter}&$count=true`, { headers: { ConsistencyLevel: "eventual" } });
  expect(counted.body["@odata.count"]).toBe(1);
  expect((await worker("GET", "/users?$filter=endswith(mail,'x')")).status).toBe(400);
  expect((await worker("GET", "/users?$orderby=displayName")).status).toBe(400);
  expect((await worker("GET", "/users?$select=shoeSize")).status).toBe(400);
});

test("a person reads /me; an application has none, and a Storage token opens nothing", async () => {
  const me = graphWith(entra, await entra.tokenOf(cast.contosoReader.address, "User.Read"));
  expect((await me("GET", "/me")).body).toMatchObject({
    id: cast.contosoReader.oid,
    displayName: cast.contosoReader.name,
  });
  expect((await worker("GET", "/me")).status).toBe(400);
  const storage = graphWith(
    entra,
    await entra.tokenOf(cast.contosoReader.address, "https://storage.azure.com/.default"),
  );
  expect(codeOf(await storage("GET", "/me"))).toBe("InvalidAuthenticationToken");
  expect((await graphWith(entra, "")("GET", "/me")).status).toBe(401);
  expect((await graphWith(entra, "a.b.c")("GET", "/me")).status).toBe(401);
});

test("an expired token is refused", async () => {
  const token = await entra.tokenOfApp("worker", graphDefault);
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 2 * 3_600_000 });
  const reply = await graphWith(entra, token)("GET", "/users");
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 0 });
  expect(reply.body.error).toMatchObject({ message: "Lifetime validation failed, the token is expired." });
});

test("an invitation makes a pending guest whose link, once accepted, lets the guest sign in", async () => {
  const body = {
    invitedUserEmailAddress: "new@contoso.example",
    invitedUserDisplayName: "Nils New",
    inviteRedirectUrl: "http://localhost:3000/",
  };
  const invited = await worker("POST", "/invitations", { body });
  expect(invited.status).toBe(201);
  expect(invited.body).toMatchObject({
    status: "PendingAcceptance",
    invitedUser: { id: expect.any(String) },
  });
  await expect(entra.tokenOf("new@contoso.example", "User.Read")).rejects.toThrow("AADSTS65001");
  const link = String(invited.body.inviteRedeemUrl);
  expect(await (await fetch(link)).text()).toContain("Accept the invitation of Northwind");
  const accepted = await fetch(link, {
    method: "POST",
    body: new URLSearchParams({ done: "redeem" }),
    redirect: "manual",
  });
  expect(accepted.headers.get("location")).toBe("http://localhost:3000/");
  const person = await worker(
    "GET",
    "/users?$filter=mail eq 'new@contoso.example'&$select=externalUserState",
  );
  expect(valuesOf(person)).toEqual([{ externalUserState: "Accepted" }]);
  const token = await entra.tokenOf("new@contoso.example", "User.Read");
  expect((await graphWith(entra, token)("GET", "/me")).status).toBe(200);
});

test("a redemption link with another ticket or another person's id is not valid", async () => {
  const { inviteRedeemUrl } = await (
    await entra.admin("GET", `/people/${cast.contosoPending.oid}/invitation`)
  ).json();
  const url = new URL(inviteRedeemUrl);
  url.searchParams.set("user", cast.fabrikamReader.oid);
  expect((await fetch(url, { method: "POST" })).status).toBe(404);
  url.searchParams.set("ticket", "x");
  expect((await fetch(url)).status).toBe(404);
});

test("inviting is refused to who may only read, to a bad address, and for a member", async () => {
  const body = { invitedUserEmailAddress: "x@contoso.example", inviteRedirectUrl: "http://localhost:3000/" };
  expect((await (await graphAs(entra, "portal"))("POST", "/invitations", { body })).status).toBe(403);
  expect(
    (await worker("POST", "/invitations", { body: { ...body, invitedUserEmailAddress: "no address" } }))
      .status,
  ).toBe(400);
  const member = { ...body, invitedUserEmailAddress: cast.platformAdmin.address };
  expect((await worker("POST", "/invitations", { body: member })).status).toBe(400);
});

test("the worker may neither disable nor delete people, nor read service principals", async () => {
  expect(
    (await worker("PATCH", `/users/${cast.contosoReader.oid}`, { body: { accountEnabled: false } })).status,
  ).toBe(403);
  expect((await worker("DELETE", `/users/${cast.contosoReader.oid}`)).status).toBe(403);
  expect((await worker("GET", `/servicePrincipals(appId='${clients.pipeline}')`)).status).toBe(403);
});

test("a batch judges up to 20 requests one by one, holds what depended on a failure, and refuses 21", async () => {
  const group = await createGroup(worker, "lp-batch", principals.worker);
  const add = {
    method: "POST",
    url: `/groups/${group}/members/$ref`,
    body: referenceTo(cast.contosoReader.oid),
    headers: { "Content-Type": "application/json" },
  };
  const reply = await worker("POST", "/$batch", {
    body: {
      requests: [
        { id: "1", ...add },
        { id: "2", ...add, dependsOn: ["1"] },
        { id: "3", method: "GET", url: `/groups/${group}/members?$select=id`, dependsOn: ["2"] },
        { id: "4", method: "GET", url: `/groups/${group}/members?$select=id` },
      ],
    },
  });
  const responses = reply.body.responses;
  expect(responses).toMatchObject([
    { status: 204 },
    { status: 400 },
    { status: 424 },
    { status: 200, body: { value: [{ id: cast.contosoReader.oid }] } },
  ]);
  const requests = Array.from({ length: 21 }, (_, index) => ({
    id: String(index),
    method: "GET",
    url: "/users",
  }));
  expect((await worker("POST", "/$batch", { body: { requests } })).status).toBe(400);
});

test("a planted throttle answers 429 with Retry-After as often as it was told, then goes on", async () => {
  const fault = { pathPattern: "^/users", status: 429, retryAfterSeconds: 2, times: 2 };
  await entra.admin("PATCH", "/controls", { faults: [fault] });
  for (const _ of [1, 2]) {
    const throttled = await worker("GET", "/users");
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "2"]);
  }
  expect((await worker("GET", "/users")).status).toBe(200);
});

test("what is not emulated says so by name", async () => {
  const reply = await worker("GET", "/policies/crossTenantAccessPolicy/default");
  expect(reply.status).toBe(501);
  expect(JSON.stringify(reply.body)).toContain("/policies/crossTenantAccessPolicy/default");
  expect((await fetch(`${entra.http}/${tenantId}/oauth2/v2.0/devicecode`, { method: "POST" })).status).toBe(
    501,
  );
});

test("objects are looked up by id, of the wanted kinds only", async () => {
  const ids = [cast.contosoReader.oid, principals.pipeline, crypto.randomUUID()];
  const all = await worker("POST", "/directoryObjects/getByIds", { body: { ids } });
  expect(valuesOf(all).map((entity) => entity.id)).toEqual(ids.slice(0, 2));
  const people = await worker("POST", "/directoryObjects/getByIds", { body: { ids, types: ["user"] } });
  expect(valuesOf(people).map((entity) => entity.id)).toEqual(ids.slice(0, 1));
});
