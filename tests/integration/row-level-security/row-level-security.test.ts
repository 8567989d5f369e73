import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "#lib/platform/db.ts";
import { startDatabase, type TestDatabase } from "#tests/integration/auth/database.ts";
import { type Asker, ask, plantSide, type Side } from "#tests/integration/row-level-security/world.ts";

let database: TestDatabase;
let ours: Side;
let theirs: Side;
beforeAll(async () => {
  database = await startDatabase();
  ours = await plantSide(database);
  theirs = await plantSide(database);
});
afterAll(() => database.end());

const byOrganization = [
  "organization",
  "partition",
  "folder",
  "access_group",
  "grant",
  "pipeline",
  "pipeline_connection",
  "membership",
];
const byPerson = ["sign_in_session", "sealed_cache", "delegation", "hub_user", "hub_code"];
const byBoth = ["notebook_server", "person"];
const scoped = [...byOrganization, ...byPerson, ...byBoth, "audit_event"];

const nobody: Asker = {};
const member = (side: Side): Asker => ({ person: side.personId, organizations: [side.organizationId] });

/** How many rows of `side` in `table` the asker sees as the web process. */
async function seen(asker: Asker, table: string, side: Side): Promise<number> {
  const sql = `SELECT 1 FROM "${table}" WHERE ${side.rows[table]}`;
  return (await ask(database.urls.app, asker, sql)).rows.length;
}

test("every table has row-level security, and this test knows every table", async () => {
  const tables = await database.owner(
    `SELECT c.relname AS name, c.relrowsecurity AS guarded FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'`,
  );
  expect(tables.filter((table) => !table.guarded)).toEqual([]);
  // Zones are the same for everybody; whoever adds a table says here whose its rows are.
  expect(tables.map((table) => table.name).sort()).toEqual([...scoped, "zone"].sort());
});

test("the two roles own nothing, are no superusers and cannot bypass", async () => {
  const roles = await database.owner(
    "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname IN ('lakeport_app', 'lakeport_worker')",
  );
  expect(roles).toHaveLength(2);
  expect(roles.flatMap((role) => Object.values(role))).not.toContain(true);
  const owned = await database.owner(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner IN ('lakeport_app', 'lakeport_worker')",
  );
  expect(owned).toEqual([]);
});

describe.each(scoped)("%s", (table) => {
  test("one's own row is there; the other side's is not; for nobody there is none", async () => {
    expect(await seen(member(ours), table, ours)).toBe(1);
    expect(await seen(member(ours), table, theirs)).toBe(0);
    expect(await seen(nobody, table, ours)).toBe(0);
  });

  test("the other side's row can be neither changed nor deleted", async () => {
    const where = `WHERE ${theirs.rows[table]}`;
    const column = changeable[table] ?? "id";
    await expectUntouched(`UPDATE "${table}" SET ${column} = ${column} ${where}`);
    await expectUntouched(`DELETE FROM "${table}" ${where}`);
  });
});

const changeable: Record<string, string> = {
  hub_user: "name",
  membership: "org_role",
  person: "name",
  pipeline_connection: "created_at",
};

/** Either the right is not there at all, or the statement finds no row. */
async function expectUntouched(sql: string): Promise<void> {
  const outcome = await ask(database.urls.app, member(ours), sql).catch((error: Error) => error.message);
  if (typeof outcome === "string") {
    expect(outcome).toMatch(/permission denied|never changed/);
  } else {
    expect(outcome.touched).toBe(0);
  }
}

test("nothing is put into another's organization, and nothing of one's own may point into it", async () => {
  const { app } = database.urls;
  const folder = (organization: Side, partition: Side, parent: string) =>
    `INSERT INTO folder (id, organization_id, partition_id, parent_id, name, path, created_at)
     VALUES (gen_random_uuid(), '${organization.organizationId}', '${partition.ids.partition}', ${parent}, 'n', 'n', now())`;
  const grant = (organization: Side, on: Side) =>
    `INSERT INTO "grant" (id, organization_id, folder_id, person_id, level, reason, created_at)
     VALUES (gen_random_uuid(), '${organization.organizationId}', '${on.ids.folder}', '${ours.personId}', 'contributor', '', now())`;
  expect((await ask(app, member(ours), folder(ours, ours, `'${ours.ids.folder}'`))).touched).toBe(1);
  expect((await ask(app, member(ours), grant(ours, ours))).touched).toBe(1);
  await expect(ask(app, member(ours), folder(theirs, theirs, "NULL"))).rejects.toThrow(/row-level security/);
  await expect(ask(app, member(ours), grant(theirs, theirs))).rejects.toThrow(/row-level security/);
  await expect(ask(app, member(ours), folder(ours, theirs, "NULL"))).rejects.toThrow(
    /folder_same_organization/,
  );
  await expect(ask(app, member(ours), folder(ours, ours, `'${theirs.ids.folder}'`))).rejects.toThrow(
    /same_partition/,
  );
  await expect(ask(app, member(ours), grant(ours, theirs))).rejects.toThrow(/grant_same_organization/);
});

test("nobody delegates for another person's server", async () => {
  await database.owner("DELETE FROM delegation WHERE person_id = $1", [theirs.personId]);
  const sql = `INSERT INTO delegation (id, person_id, server_id, created_at, until)
    VALUES (gen_random_uuid(), '${ours.personId}', '${theirs.ids.server}', now(), now())`;
  await expect(ask(database.urls.app, member(ours), sql)).rejects.toThrow(/delegation_server_same_person/);
});

describe.each(byPerson)("%s", (table) => {
  test("is nobody's but the person's: neither the organization nor a platform admin opens it", async () => {
    expect(await seen({ organizations: [ours.organizationId] }, table, ours)).toBe(0);
    expect(await seen({ isPlatformAdmin: true }, table, ours)).toBe(0);
  });

  test("another person's id where it does not decide opens nothing", async () => {
    expect(await seen({ person: ours.personId, organizations: [theirs.organizationId] }, table, theirs)).toBe(
      0,
    );
    expect(await seen({ organizations: [theirs.personId] }, table, theirs)).toBe(0);
  });
});

describe.each(byOrganization.filter((table) => table !== "membership"))("%s", (table) => {
  test("is the organization's: being its person without the organization's setting opens nothing", async () => {
    expect(await seen({ person: ours.personId }, table, ours)).toBe(0);
    expect(await seen({ organizations: [ours.personId] }, table, ours)).toBe(0);
  });

  test("a platform admin sees both sides", async () => {
    expect(await seen({ isPlatformAdmin: true }, table, ours)).toBe(1);
    expect(await seen({ isPlatformAdmin: true }, table, theirs)).toBe(1);
  });
});

test("one's own memberships are seen without an organization's setting; others' are not", async () => {
  expect(await seen({ person: ours.personId }, "membership", ours)).toBe(1);
  expect(await seen({ person: ours.personId }, "membership", theirs)).toBe(0);
});

test("people are visible through a shared organization only", async () => {
  const { rows } = await ask(database.urls.app, member(ours), "SELECT id FROM person");
  expect(rows).toEqual([{ id: ours.personId }]);
});

test("a person cannot change their own key or state, only what they are called", async () => {
  const where = `WHERE id = '${ours.personId}'`;
  for (const change of [
    "object_id = gen_random_uuid()",
    "tenant_id = gen_random_uuid()",
    "state = 'redeemed'",
  ]) {
    await expect(
      ask(database.urls.app, member(ours), `UPDATE person SET ${change} ${where}`),
    ).rejects.toThrow(/permission denied/);
  }
  expect(
    (await ask(database.urls.app, member(ours), `UPDATE person SET name = 'New' ${where}`)).touched,
  ).toBe(1);
});

describe("audit", () => {
  const insert = (values: string) =>
    `INSERT INTO audit_event (id, at, event, actor_label, correlation_id, detail, organization_id, actor_person_id)
     VALUES (gen_random_uuid(), now(), 'grant.added', 'x', 'c', '{}', ${values})`;

  test("is appended in one's own name and about one's own organization; not in another's, not about another", async () => {
    const app = database.urls.app;
    const own = insert(`'${ours.organizationId}', '${ours.personId}'`);
    expect((await ask(app, member(ours), own)).touched).toBe(1);
    const foreignOrganization = insert(`'${theirs.organizationId}', '${ours.personId}'`);
    await expect(ask(app, member(ours), foreignOrganization)).rejects.toThrow(/row-level security/);
    const foreignName = insert(`'${ours.organizationId}', '${theirs.personId}'`);
    await expect(ask(app, member(ours), foreignName)).rejects.toThrow(/row-level security/);
  });

  test("is never changed, by nobody: web, worker, not even the owner", async () => {
    for (const url of [database.urls.app, database.urls.worker, database.urls.owner]) {
      const asker = { ...member(ours), isPlatformAdmin: true };
      await expect(ask(url, asker, "UPDATE audit_event SET event = 'x'")).rejects.toThrow(
        /denied|never changed/,
      );
      await expect(ask(url, asker, "DELETE FROM audit_event")).rejects.toThrow(/denied|never changed/);
      await expect(ask(url, asker, "TRUNCATE audit_event")).rejects.toThrow(/denied|never changed/);
    }
  });
});

describe("worker", () => {
  const anybody: Asker = { isPlatformAdmin: true };

  test("cannot read what a sealed cache or a session holds, and may take caches away", async () => {
    const { worker } = database.urls;
    await expect(ask(worker, anybody, "SELECT sealed FROM sealed_cache")).rejects.toThrow(
      /permission denied/,
    );
    await expect(ask(worker, anybody, "SELECT sealed_spa_code FROM sign_in_session")).rejects.toThrow(
      /denied/,
    );
    expect((await ask(worker, anybody, "SELECT id, updated_at FROM sealed_cache")).rows).toHaveLength(4);
    expect((await ask(worker, anybody, "DELETE FROM sealed_cache")).touched).toBe(4);
  });

  test("can neither make nor prolong a session, nor change a cache", async () => {
    const { worker } = database.urls;
    await expect(ask(worker, anybody, "UPDATE sign_in_session SET expires_at = now()")).rejects.toThrow(
      /denied/,
    );
    await expect(ask(worker, anybody, "UPDATE sealed_cache SET updated_at = now()")).rejects.toThrow(
      /denied/,
    );
    await expect(
      ask(worker, anybody, "INSERT INTO hub_user (person_id, name) VALUES (gen_random_uuid(), 'x')"),
    ).rejects.toThrow(/denied/);
  });
});

test("the web process cannot make anybody's tokens fresh, nor read memberships of a person of its choice", async () => {
  const call = `SELECT require_fresh_tokens('${theirs.personId}', now())`;
  await expect(ask(database.urls.app, member(ours), call)).rejects.toThrow(/permission denied/);
  const list = `SELECT person_memberships('${theirs.personId}')`;
  await expect(ask(database.urls.app, member(ours), list)).rejects.toThrow(/permission denied/);
});

test("what one transaction said does not carry over to the next on the same connection", async () => {
  const db = createDatabase(`${database.urls.app}&connection_limit=1`);
  const scope = { personId: ours.personId, organizationIds: [ours.organizationId], isPlatformAdmin: true };
  expect(await db.within(scope, (transaction) => transaction.organization.count())).toBe(2);
  const none = { personId: null, organizationIds: [], isPlatformAdmin: false };
  const counts = await Promise.all(
    Array.from({ length: 20 }, () => db.within(none, (transaction) => transaction.organization.count())),
  );
  await db.close();
  expect(new Set(counts)).toEqual(new Set([0]));
});
