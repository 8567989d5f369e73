import { afterAll, beforeAll, expect, test } from "vitest";
import { grantAccess } from "#lib/grants/grant-access.ts";
import { databaseJobs } from "#lib/jobs/job.ts";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import { systemIds } from "#lib/platform/ids.ts";
import { cast, principals, tenantId } from "#tests/cast.ts";
import { actorOf, authorized } from "#tests/integration/organizations/story.ts";
import { type Child, startChild, until } from "#tests/integration/seed/children.ts";
import { type SeededWorld, startSeededWorld } from "#tests/integration/seed/seeded-world.ts";

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };
const graphScope = "https://graph.microsoft.com/.default";

let world: SeededWorld;
let db: Database;

beforeAll(async () => {
  world = await startSeededWorld();
  db = createDatabase(world.database.workerUrl);
  // In the middle of making directories, and in the middle of writing files.
  await world.killSeedAfter(40);
  await world.killSeedAfter(300);
  await world.seed();
}, 300_000);

afterAll(async () => {
  await db?.close();
  await world?.close();
});

/** The text of a file, read as the pipeline that wrote it; null where there is none. */
async function readLive(path: string): Promise<string | null> {
  const token = await world.entra.tokenOfApp("pipeline", "https://storage.azure.com/.default");
  const url = `${world.lake.http}/lakeportlocal/${path.split("/").map(encodeURIComponent).join("/")}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, "x-ms-version": "2023-11-03" },
  });
  const text = await response.text();
  return response.status === 200 ? text : null;
}

test("a seed killed twice is completed by the next: every group once, every file whole, every folder born", async () => {
  const wanted = await db.within(everywhere, async (transaction) => ({
    groups: await transaction.accessGroup.count({ where: { objectId: { not: null } } }),
    organizations: await transaction.organization.count({ where: { membersGroupId: { not: null } } }),
    unborn: await transaction.folder.count({ where: { bornAt: null } }),
  }));
  const token = await world.entra.tokenOfApp("worker", graphScope);
  const response = await fetch(`${world.entra.http}/v1.0/groups?$select=id,displayName&$top=999`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { value } = await response.json();
  expect(value).toHaveLength(wanted.groups + wanted.organizations);
  expect(wanted).toMatchObject({ organizations: 2, unborn: 0 });
  expect((await world.seed()).filesWritten).toBe(0);
});

test("the devices append whole lines to the day's live file as the pipeline, over a restart of the lake, and end with their supervisor", async () => {
  const devices: Child = await startChild("emulators/devices/main.ts", {
    ...world.env,
    DEVICES_INTERVAL_MS: "100",
  });
  const [target] = world.devices();
  const path = `${target?.container}/${target?.path}/live-${new Date().toISOString().slice(0, 10)}.jsonl`;
  const lineCount = async () => ((await readLive(path)) ?? "").trim().split("\n").length;
  await until(async () => (await lineCount()) >= 6);
  await world.restartLake(async () => undefined);
  const afterRestart = await lineCount();
  await until(async () => (await lineCount()) > afterRestart);
  expect(await devices.end()).toBe(0);
  const lines = ((await readLive(path)) ?? "")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(Object.keys(lines[0])).toEqual(["ts", "sensor", "celsius", "humidity", "door"]);
  const appends = world.lake.log
    .since(0)
    .filter((line) => line.method === "PATCH" && line.path.includes("live-"));
  expect(new Set(appends.map((line) => line.oid))).toEqual(new Set([principals.pipeline]));
});

/** Object ids in the access group of a level on a folder, as Graph lists them. */
async function membersOf(folderId: string): Promise<string[]> {
  const group = await db.within(everywhere, (transaction) =>
    transaction.accessGroup.findFirstOrThrow({ where: { folderId, level: "reader" } }),
  );
  const token = await world.entra.tokenOfApp("worker", graphScope);
  const response = await fetch(`${world.entra.http}/v1.0/groups/${group.objectId}/members?$select=id`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { value } = await response.json();
  return value.map((member: { id: string }) => member.id);
}

test("the worker makes a grant true, and ends the membership of one that expired while it was down", async () => {
  const app = createDatabase(world.database.appUrl);
  const rows = await db.within(everywhere, async (transaction) => ({
    organization: await transaction.organization.findUniqueOrThrow({ where: { slug: "contoso-dairy" } }),
    folder: await transaction.folder.findFirstOrThrow({
      where: { name: "Line 2", partition: { zone: { name: "curated" } } },
    }),
    admin: await transaction.person.findFirstOrThrow({ where: { objectId: cast.contosoAdmin.oid } }),
    reader: await transaction.person.findFirstOrThrow({ where: { objectId: cast.contosoReader.oid } }),
  }));
  const { organization, folder, admin, reader } = rows;
  const proof = authorized(organization, "admin");
  const actor = actorOf(cast.contosoAdmin, {
    personId: admin.id,
    memberships: [
      { organizationId: organization.id, slug: organization.slug, name: organization.name, orgRole: "admin" },
    ],
  });
  const env = { ...world.env, DATABASE_OWNER_URL: world.database.ownerUrl };
  const first = await startChild("scripts/work.ts", env);
  let now = new Date();
  const services = {
    env: { ENTRA_TENANT_ID: tenantId },
    db: app,
    ids: systemIds,
    clock: { now: () => now },
    jobs: databaseJobs,
    directory: unusedDirectory,
  };
  const granted = await grantAccess(services, actor, {
    organization: proof,
    folderId: folder.id,
    personId: reader.id,
    level: "reader",
    reason: "for a moment",
    expiresAt: new Date(now.getTime() + 3_600_000),
    correlationId: "worker-test",
  });
  expect(granted).toMatchObject({ ok: true, isNew: true });
  await until(async () => (await membersOf(folder.id)).includes(cast.contosoReader.oid));
  expect(await first.end()).toBe(0);
  now = new Date(now.getTime() - 60_000);
  await db.within(everywhere, (transaction) =>
    transaction.grant.updateMany({
      where: { folderId: folder.id, personId: reader.id, endedAt: null },
      data: { expiresAt: now },
    }),
  );
  const second = await startChild("scripts/work.ts", env);
  await until(async () => !(await membersOf(folder.id)).includes(cast.contosoReader.oid));
  expect(await second.end()).toBe(0);
  const expired = await db.within(everywhere, (transaction) =>
    transaction.auditEvent.findMany({
      where: {
        event: "grant.expired",
        folderId: folder.id,
        detail: { path: ["dueAt"], equals: now.toISOString() },
      },
    }),
  );
  expect(expired).toHaveLength(1);
  await app.close();
});

const unusedDirectory = {
  findPerson: async () => null,
  findPersonByAddress: async () => null,
  groupIdsOf: async () => [],
  forgetGroupsOf: () => undefined,
  membersOf: async () => [],
  ping: async () => 0,
};
