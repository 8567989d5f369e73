import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createWorld,
  lakeIdentity,
  makeDirectory,
  openRoot,
  type World,
} from "#tests/contract/lake/world.ts";

const id = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000001`;
const reader = id("a");
const contributor = id("b");
const member = id("c");
const outsider = id("d");
const leaver = id("e");
const stopped = id("f");
const colleague = id("1");
const people = { reader, contributor, member, outsider, leaver, stopped };
const group = (name: string) => `g-${name}-0000`;

/** An access string of domain.md: base entries, R and C of each named level, M where it stands. */
function access(levels: string[], more: { members?: boolean; entries?: string[] } = {}): string {
  const named = levels.flatMap((level) => [
    `group:${group(`r-${level}`)}:r-x`,
    `group:${group(`c-${level}`)}:rwx`,
  ]);
  const members = more.members ? [`group:${group("m")}:--x`] : [];
  const access = [
    "user::rwx",
    ...(more.entries ?? []),
    "group::---",
    ...named,
    ...members,
    "mask::rwx",
    "other::---",
  ];
  const defaults = ["user::rwx", "group::---", ...named, "mask::rwx", "other::---"].map(
    (entry) => `default:${entry}`,
  );
  return [...access, ...defaults].join(",");
}

const partition = "curated/contoso-a1b2c3";
const inner = `${partition}/plant`;
const leaf = `${inner}/line`;
const closed = `${inner}/private`;
const structure = `${inner}/structure`;
let world: World;

async function setSticky(path: string): Promise<void> {
  const answer = await world.call(lakeIdentity, `PATCH /${path}?action=setAccessControl`, {
    headers: { "x-ms-permissions": "rwxrwx--T" },
  });
  expect(answer.status).toBe(200);
}

async function write(oid: string, path: string): Promise<number> {
  return (await world.call(oid, `PUT /${path}`, { headers: { "x-ms-blob-type": "BlockBlob" }, body: "data" }))
    .status;
}

beforeAll(async () => {
  world = await createWorld();
  world.groups.set(reader, [group("r-plant"), group("m")]);
  world.groups.set(contributor, [group("c-plant"), group("m")]);
  world.groups.set(colleague, [group("c-plant"), group("m")]);
  world.groups.set(stopped, [group("c-plant"), group("m")]);
  world.groups.set(leaver, [group("c-plant"), group("m")]);
  world.groups.set(member, [group("m")]);
  world.groups.set(outsider, ["g-m-fabrikam"]);
  await openRoot(world);
  await makeDirectory(world, partition, access(["root"], { members: true }));
  const stop = [`user:${stopped}:---`];
  await makeDirectory(world, inner, access(["root", "plant"], { members: true, entries: stop }));
  await makeDirectory(world, leaf, access(["root", "plant", "line"]));
  await makeDirectory(world, structure, access(["root", "plant"]));
  await makeDirectory(world, closed, access(["private"]));
  await setSticky(partition);
  await setSticky(inner);
  expect(await write(colleague, `${leaf}/theirs.csv`)).toBe(201);
  expect(await write(leaver, `${leaf}/leaver.csv`)).toBe(201);
  expect(await write(colleague, `${inner}/loose.csv`)).toBe(201);
  world.groups.set(leaver, [group("m")]);
});

afterAll(() => world.close());

type Act = (oid: string, name: string) => Promise<number>;
const act = (request: (name: string) => string, headers: Record<string, string> = {}): Act => {
  return async (oid, name) => (await world.call(oid, request(name), { headers })).status;
};
const list = (path: string) =>
  act(
    () =>
      `GET /${path.split("/")[0]}?resource=filesystem&recursive=false&directory=${path.split("/").slice(1).join("/")}`,
  );
const chmod = { "x-ms-permissions": "0777" };
const rename = (from: string, to: string) =>
  act(() => `PUT /${to}?mode=legacy`, { "x-ms-rename-source": `/${from}` });

/** What each person gets; columns: reader, contributor, member, outsider, leaver, stopped. */
const table: [string, Act, number[]][] = [
  ["list the partition", list(partition), [403, 403, 403, 403, 403, 403]],
  ["list the inner folder", list(inner), [200, 200, 403, 403, 403, 403]],
  ["list the leaf", list(leaf), [200, 200, 403, 403, 403, 403]],
  ["list the structure-only folder", list(structure), [200, 200, 403, 403, 403, 403]],
  ["list the private leaf", list(closed), [403, 403, 403, 403, 403, 403]],
  [
    "read a colleague's file in the leaf",
    act(() => `GET /${leaf}/theirs.csv`),
    [200, 200, 403, 403, 403, 403],
  ],
  [
    "read the leaver's file in the leaf",
    act(() => `GET /${leaf}/leaver.csv`),
    [200, 200, 403, 403, 403, 403],
  ],
  [
    "write a new file in the leaf",
    (oid, name) => write(oid, `${leaf}/${name}.csv`),
    [403, 201, 403, 403, 403, 403],
  ],
  [
    "write a new file in the private leaf",
    (oid, name) => write(oid, `${closed}/${name}.csv`),
    [403, 403, 403, 403, 403, 403],
  ],
  [
    "write a new file in the partition",
    (oid, name) => write(oid, `${partition}/${name}.csv`),
    [403, 403, 403, 403, 403, 403],
  ],
  [
    "overwrite a colleague's file in the leaf",
    (oid) => write(oid, `${leaf}/theirs.csv`),
    [403, 201, 403, 403, 403, 403],
  ],
  [
    "overwrite a colleague's loose file under the sticky bit",
    (oid) => write(oid, `${inner}/loose.csv`),
    [403, 403, 403, 403, 403, 403],
  ],
  [
    "delete their own file in the leaf",
    act((name) => `DELETE /${leaf}/${name}.csv`),
    [403, 200, 403, 403, 403, 403],
  ],
  [
    "delete the leaver's file in the leaf",
    act(() => `DELETE /${leaf}/leaver.csv`),
    [403, 200, 403, 403, 403, 403],
  ],
  [
    "delete a colleague's loose file under the sticky bit",
    act(() => `DELETE /${inner}/loose.csv`),
    [403, 403, 403, 403, 403, 403],
  ],
  ["rename the leaf", rename(leaf, `${inner}/line-2`), [403, 403, 403, 403, 403, 403]],
  ["delete the leaf", act(() => `DELETE /${leaf}?recursive=true`), [403, 403, 403, 403, 403, 403]],
  [
    "chmod the leaf",
    act(() => `PATCH /${leaf}?action=setAccessControl`, chmod),
    [403, 403, 403, 403, 403, 403],
  ],
  [
    "chown the leaf",
    act(() => `PATCH /${leaf}?action=setAccessControl`, { "x-ms-owner": contributor }),
    [403, 403, 403, 403, 403, 403],
  ],
  [
    "status of the partition",
    act(() => `HEAD /${partition}?action=getStatus`),
    [200, 200, 200, 200, 200, 200],
  ],
  [
    "status of the inner folder",
    act(() => `HEAD /${inner}?action=getStatus`),
    [200, 200, 200, 403, 200, 200],
  ],
  ["status of the leaf", act(() => `HEAD /${leaf}?action=getStatus`), [200, 200, 200, 403, 200, 403]],
  [
    "status of a file in the leaf",
    act(() => `HEAD /${leaf}/theirs.csv?action=getStatus`),
    [200, 200, 403, 403, 403, 403],
  ],
];

describe("the ACL strings of the domain, judged by the lake", () => {
  for (const [what, perform, expected] of table) {
    test(`who may ${what}`, async () => {
      const answers: Record<string, number> = {};
      for (const [name, oid] of Object.entries(people)) answers[name] = await perform(oid, name);
      const names = Object.keys(people);
      expect(answers).toEqual(Object.fromEntries(expected.map((status, index) => [names[index], status])));
    });
  }

  test("a maker may delete and rename a loose file of their own under the sticky bit", async () => {
    expect(await write(contributor, `${inner}/mine.csv`)).toBe(201);
    expect(await rename(`${inner}/mine.csv`, `${inner}/mine-2.csv`)(contributor, "")).toBe(201);
    expect((await world.call(contributor, `DELETE /${inner}/mine-2.csv`)).status).toBe(200);
  });

  test("the lake identity lists and renames, but opens no content that is not its own", async () => {
    expect(await list(leaf)(lakeIdentity, "")).toBe(200);
    expect((await world.call(lakeIdentity, `GET /${leaf}/theirs.csv`)).status).toBe(403);
    expect(
      (
        await world.call(lakeIdentity, `PATCH /${leaf}/theirs.csv?action=setAccessControl`, {
          headers: { "x-ms-owner": lakeIdentity },
        })
      ).status,
    ).toBe(200);
    expect(await rename(leaf, `${inner}/line-3`)(lakeIdentity, "")).toBe(201);
    expect((await world.call(reader, `GET /${inner}/line-3/theirs.csv`)).status).toBe(200);
  });

  test("a file born in the leaf carries the expected ACL", async () => {
    expect(await write(contributor, `${inner}/line-3/born.csv`)).toBe(201);
    const answer = await world.call(contributor, `HEAD /${inner}/line-3/born.csv?action=getAccessControl`);
    expect(answer.headers.get("x-ms-acl")).toBe(
      `user::rw-,group::---,${["root", "plant", "line"].map((level) => `group:${group(`r-${level}`)}:r-x,group:${group(`c-${level}`)}:rwx`).join(",")},mask::rw-,other::---`,
    );
    expect(answer.headers.get("x-ms-owner")).toBe(contributor);
  });

  test("a suspension by mask on the partition shuts everyone out but the lake identity", async () => {
    const suspended = access(["root"], { members: true }).replace("mask::rwx", "mask::---");
    const set = await world.call(lakeIdentity, `PATCH /${partition}?action=setAccessControl`, {
      headers: { "x-ms-acl": suspended },
    });
    expect(set.status).toBe(200);
    expect((await world.call(contributor, `HEAD /${inner}?action=getStatus`)).status).toBe(403);
    expect(await list(partition)(lakeIdentity, "")).toBe(200);
    const answer = await world.call(lakeIdentity, `HEAD /${partition}?action=getAccessControl`);
    expect(answer.headers.get("x-ms-permissions")).toBe("rwx-----T+");
  });
});
