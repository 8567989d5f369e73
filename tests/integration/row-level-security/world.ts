import { randomUUID } from "node:crypto";
import pg from "pg";
import type { TestDatabase } from "#tests/integration/auth/database.ts";

/** One organization with a row of its own in every table, and the person that those rows belong to. */
export type Side = {
  organizationId: string;
  personId: string;
  ids: Record<string, string>;
  /** Per table: the condition that finds this side's row. */
  rows: Record<string, string>;
};

/** Plants a side past row-level security. */
export async function plantSide(database: TestDatabase): Promise<Side> {
  const ids = Object.fromEntries(
    ["organization", "person", "zone", "partition", "folder", "group", "grant", "pipeline", "server"].map(
      (name) => [name, randomUUID()],
    ),
  ) as Record<string, string>;
  const [sessionCache, delegationCache, delegation, event] = Array.from({ length: 4 }, () => randomUUID());
  const mark = String(ids.organization).slice(0, 8);
  const text = (sql: string) => sql.replaceAll(/:(\w+)/g, (_, name) => `'${ids[name] ?? name}'`);
  const statements = `
    INSERT INTO organization (id, slug, name, created_at) VALUES (:organization, 'org-${mark}', 'Org', now());
    INSERT INTO person (id, tenant_id, object_id, name, address, user_type, state, created_at)
      VALUES (:person, gen_random_uuid(), gen_random_uuid(), 'P', 'p-${mark}@x.example', 'guest', 'redeemed', now());
    INSERT INTO membership (organization_id, person_id, org_role, created_at) VALUES (:organization, :person, 'member', now());
    INSERT INTO zone (id, name, title, is_closed, position) VALUES (:zone, 'zone-${mark}', 'Z', false, 1);
    INSERT INTO partition (id, organization_id, zone_id, directory, created_at)
      VALUES (:partition, :organization, :zone, 'dir-${mark}', now());
    INSERT INTO folder (id, organization_id, partition_id, name, path, created_at)
      VALUES (:folder, :organization, :partition, 'f', 'f', now());
    INSERT INTO access_group (id, organization_id, folder_id, level, name)
      VALUES (:group, :organization, :folder, 'reader', 'lp-${mark}');
    INSERT INTO "grant" (id, organization_id, folder_id, person_id, level, reason, created_at)
      VALUES (:grant, :organization, :folder, :person, 'reader', 'because', now());
    INSERT INTO pipeline (id, organization_id, name, object_id, created_at)
      VALUES (:pipeline, :organization, 'pipe', gen_random_uuid(), now());
    INSERT INTO pipeline_connection (pipeline_id, folder_id, organization_id, created_at)
      VALUES (:pipeline, :folder, :organization, now());
    INSERT INTO notebook_server (id, organization_id, person_id, folder_id, name, profile, path, state, created_at)
      VALUES (:server, :organization, :person, :folder, 'n', 'small', 'f', 'running', now());
    INSERT INTO sealed_cache (id, person_id, kind, key_id, sealed, updated_at) VALUES
      ('${sessionCache}', :person, 'session', 'k', 'sealed bytes', now()),
      ('${delegationCache}', :person, 'delegation', 'k', 'sealed bytes', now());
    INSERT INTO sign_in_session
      (id, person_id, cache_id, is_platform_admin, login_hint, sealed_spa_code, created_at, last_seen_at, expires_at)
      VALUES ('session-${mark}', :person, '${sessionCache}', false, 'h', 'sealed code', now(), now(), now() + interval '1 hour');
    INSERT INTO delegation (id, person_id, server_id, cache_id, created_at, until)
      VALUES ('${delegation}', :person, :server, '${delegationCache}', now(), now() + interval '1 hour');
    INSERT INTO hub_user (person_id, name) VALUES (:person, 'hub-${mark}');
    INSERT INTO hub_code (id, person_id, session_id, redirect_uri, code_challenge, expires_at)
      VALUES ('code-${mark}', :person, 'session-${mark}', 'r', 'c', now() + interval '1 hour');
    INSERT INTO audit_event (id, at, event, actor_label, organization_id, correlation_id, detail)
      VALUES ('${event}', now(), 'grant.added', 'worker', :organization, 'c', '{}')`;
  for (const statement of statements.split(";")) {
    await database.owner(text(statement));
  }
  const byId = (id: string | undefined) => `id = '${id}'`;
  return {
    organizationId: String(ids.organization),
    personId: String(ids.person),
    ids,
    rows: {
      organization: byId(ids.organization),
      partition: byId(ids.partition),
      folder: byId(ids.folder),
      access_group: byId(ids.group),
      grant: byId(ids.grant),
      pipeline: byId(ids.pipeline),
      pipeline_connection: `pipeline_id = '${ids.pipeline}'`,
      membership: `organization_id = '${ids.organization}'`,
      notebook_server: byId(ids.server),
      person: byId(ids.person),
      sign_in_session: `id = 'session-${mark}'`,
      sealed_cache: byId(sessionCache),
      delegation: byId(delegation),
      hub_user: `person_id = '${ids.person}'`,
      hub_code: `id = 'code-${mark}'`,
      audit_event: byId(event),
    },
  };
}

/** Who a transaction says that it is. */
export type Asker = { person?: string; organizations?: string[]; isPlatformAdmin?: boolean };

/** Runs one statement as a role under the settings, and takes everything back; its rows and how many it touched. */
export async function ask(
  url: string,
  asker: Asker,
  sql: string,
): Promise<{ rows: unknown[]; touched: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "SELECT set_config('app.person', $1, true), set_config('app.organizations', $2, true), set_config('app.platform_admin', $3, true)",
      [
        asker.person ?? "",
        `{${(asker.organizations ?? []).join(",")}}`,
        String(asker.isPlatformAdmin ?? false),
      ],
    );
    const { rows, rowCount } = await client.query(sql);
    return { rows, touched: rowCount ?? 0 };
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    await client.end();
  }
}
