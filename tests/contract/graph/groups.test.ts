import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, principals } from "#tests/cast.ts";
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
let portal: Graph;
beforeAll(async () => {
  entra = await startedEntra();
  worker = await graphAs(entra, "worker");
  portal = await graphAs(entra, "portal");
});
afterAll(() => entra.end());

const reader = cast.contosoReader.oid;

test("the worker makes a group, fills it, reads it back and empties it", async () => {
  const group = await createGroup(worker, "lp-one", principals.worker);
  expect((await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) })).status).toBe(
    204,
  );
  const members = valuesOf(await worker("GET", `/groups/${group}/members?$select=id`));
  expect(members).toEqual([{ "@odata.type": "#microsoft.graph.user", id: reader }]);
  expect((await worker("DELETE", `/groups/${group}/members/${reader}/$ref`)).status).toBe(204);
  expect((await worker("DELETE", `/groups/${group}/members/${reader}/$ref`)).status).toBe(404);
  expect((await worker("DELETE", `/groups/${group}`)).status).toBe(204);
  expect(codeOf(await worker("GET", `/groups/${group}`))).toBe("Request_ResourceNotFound");
});

test("adding a member twice is a 400 in Graph's words, adding nobody a 404", async () => {
  const group = await createGroup(worker, "lp-two", principals.worker);
  await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) });
  const again = await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) });
  expect(again.status).toBe(400);
  expect(again.body.error).toMatchObject({
    code: "Request_BadRequest",
    message:
      "One or more added object references already exist for the following modified properties: 'members'.",
    innerError: { "request-id": expect.any(String) },
  });
  const nobody = await worker("POST", `/groups/${group}/members/$ref`, {
    body: referenceTo(crypto.randomUUID()),
  });
  expect(nobody.status).toBe(404);
});

test("an application that only reads may not make, fill or delete a group that it can see", async () => {
  const group = await createGroup(worker, "lp-three", principals.worker);
  expect((await portal("GET", `/groups/${group}`)).status).toBe(200);
  const name = { displayName: "x", mailEnabled: false, mailNickname: "x", securityEnabled: true };
  const attempts = [
    await portal("POST", "/groups", { body: name }),
    await portal("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) }),
    await portal("DELETE", `/groups/${group}`),
  ];
  expect(attempts.map((reply) => [reply.status, codeOf(reply)])).toEqual(
    attempts.map(() => [403, "Authorization_RequestDenied"]),
  );
});

test("the worker may not touch a group that it does not own", async () => {
  const group = await createGroup(worker, "lp-foreign", principals.portal);
  const reply = await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) });
  expect([reply.status, codeOf(reply)]).toEqual([403, "Authorization_RequestDenied"]);
});

test("twenty members are added at once, twenty-one or a known one are refused whole", async () => {
  const { people } = await (await entra.admin("POST", "/people", many("bulk", 21))).json();
  const ids: string[] = people.map((person: { id: string }) => person.id);
  const bind = (some: string[]) => ({
    body: {
      "members@odata.bind": some.map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
    },
  });
  const group = await createGroup(worker, "lp-bulk", principals.worker);
  expect((await worker("PATCH", `/groups/${group}`, bind(ids))).status).toBe(400);
  expect((await worker("PATCH", `/groups/${group}`, bind(ids.slice(0, 20)))).status).toBe(204);
  expect((await worker("PATCH", `/groups/${group}`, bind(ids.slice(19)))).status).toBe(400);
  expect(valuesOf(await worker("GET", `/groups/${group}/members`))).toHaveLength(20);
});

function many(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    address: `${prefix}${index}@contoso.example`,
    name: `${prefix} ${index}`,
  }));
}

test("nested groups count transitively, for people and for service principals", async () => {
  const inner = await createGroup(worker, "lp-inner", principals.worker);
  const outer = await createGroup(worker, "lp-outer", principals.worker);
  for (const id of [cast.fabrikamReader.oid, principals.pipeline]) {
    await worker("POST", `/groups/${inner}/members/$ref`, { body: referenceTo(id) });
  }
  await worker("POST", `/groups/${outer}/members/$ref`, { body: referenceTo(inner) });
  const around = valuesOf(
    await portal(
      "GET",
      `/users/${cast.fabrikamReader.oid}/transitiveMemberOf/microsoft.graph.group?$select=id`,
    ),
  );
  expect(around.map((group) => group.id).sort()).toEqual([inner, outer].sort());
  expect(valuesOf(await portal("GET", `/users/${cast.fabrikamReader.oid}/memberOf`))).toHaveLength(1);
  expect(valuesOf(await worker("GET", `/groups/${outer}/transitiveMembers`))).toHaveLength(3);
  const admin = await (
    await entra.admin("GET", `/directory/transitive-groups?id=${principals.pipeline}`)
  ).json();
  expect(admin.groups.sort()).toEqual([inner, outer].sort());
  expect((await worker("POST", `/groups/${inner}/members/$ref`, { body: referenceTo(outer) })).status).toBe(
    400,
  );
});

test("the directory's version lets a client cache group ids, and grows with every change of members", async () => {
  const path = `/directory/transitive-groups?id=${reader}`;
  const first = await (await entra.admin("GET", path)).json();
  expect((await (await entra.admin("GET", path)).json()).version).toBe(first.version);
  const group = await createGroup(worker, "lp-version", principals.worker);
  await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) });
  const second = await (await entra.admin("GET", path)).json();
  expect(second.version).toBeGreaterThan(first.version);
  expect(second.groups).toContain(group);
});

test("checkMemberGroups takes 20 ids and refuses 21", async () => {
  const group = await createGroup(worker, "lp-check", principals.worker);
  await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) });
  const others = Array.from({ length: 19 }, () => crypto.randomUUID());
  const path = `/users/${reader}/checkMemberGroups`;
  expect((await portal("POST", path, { body: { groupIds: [group, ...others] } })).body.value).toEqual([
    group,
  ]);
  expect(
    (await portal("POST", path, { body: { groupIds: [group, ...others, crypto.randomUUID()] } })).status,
  ).toBe(400);
  const objects = await portal("POST", `/users/${reader}/getMemberObjects`, {
    body: { securityEnabledOnly: true },
  });
  expect(objects.body.value).toContain(group);
});

test("a restricted guest sees own group ids without names, and nobody else's", async () => {
  const group = await createGroup(worker, "lp-secret-name", principals.worker);
  await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(cast.contosoAdmin.oid) });
  const guest = graphWith(entra, await entra.tokenOf(cast.contosoAdmin.address, graphDefault));
  const own = valuesOf(
    await guest("GET", "/me/transitiveMemberOf/microsoft.graph.group?$select=id,displayName"),
  );
  expect(own).toContainEqual({ id: group, displayName: null });
  expect((await guest("GET", `/users/${reader}`)).status).toBe(403);
  expect((await guest("GET", `/users/${reader}/transitiveMemberOf`)).status).toBe(403);
  expect((await guest("GET", `/groups/${group}`)).status).toBe(403);
});

test("groups are found by exact name, and paged with a nextLink that leads through all", async () => {
  const ids = await Promise.all([1, 2, 3].map((n) => createGroup(worker, `lp-page-${n}`, principals.worker)));
  const found = valuesOf(
    await worker("GET", "/groups?$filter=displayName eq 'lp-page-2'&$select=id,displayName"),
  );
  expect(found).toEqual([{ id: ids[1], displayName: "lp-page-2" }]);
  const seen: unknown[] = [];
  let next = "/groups?$select=id&$top=2";
  while (next) {
    const reply = await worker("GET", next);
    expect(valuesOf(reply).length).toBeLessThanOrEqual(2);
    seen.push(...valuesOf(reply).map((group) => group.id));
    next = String(reply.body["@odata.nextLink"] ?? "");
  }
  expect(seen).toEqual(expect.arrayContaining(ids));
  expect(new Set(seen).size).toBe(seen.length);
});

test("a group just made is not there for its members until it has replicated", async () => {
  await entra.admin("PATCH", "/controls", { replicationDelayMs: 60_000 });
  const group = await createGroup(worker, "lp-slow", principals.worker);
  expect(
    (await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) })).status,
  ).toBeGreaterThanOrEqual(400);
  await entra.admin("PATCH", "/controls", { replicationDelayMs: 0, clockOffsetMs: 61_000 });
  expect((await worker("POST", `/groups/${group}/members/$ref`, { body: referenceTo(reader) })).status).toBe(
    204,
  );
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 0 });
});
