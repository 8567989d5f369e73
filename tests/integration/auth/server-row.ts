import { randomUUID } from "node:crypto";
import type { TestDatabase } from "#tests/integration/auth/database.ts";

/** A running notebook server of a person, with an organization, zone, partition and folder for it to stand on. */
export async function plantServer(database: TestDatabase, personId: string) {
  const organizationId = randomUUID();
  const slug = `org-${organizationId.slice(0, 8)}`;
  const [zone, partition, folder, id] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const name = `server-${id.slice(0, 8)}`;
  await database.owner("INSERT INTO organization (id, slug, name, created_at) VALUES ($1, $2, $2, now())", [
    organizationId,
    slug,
  ]);
  await database.owner(
    "INSERT INTO zone (id, name, title, is_closed, position) VALUES ($1, $2, $2, false, 1)",
    [zone, `zone-${slug}`],
  );
  await database.owner(
    "INSERT INTO partition (id, organization_id, zone_id, directory, created_at) VALUES ($1, $2, $3, $4, now())",
    [partition, organizationId, zone, slug],
  );
  await database.owner(
    "INSERT INTO folder (id, organization_id, partition_id, name, path, created_at) VALUES ($1, $2, $3, $4, $4, now())",
    [folder, organizationId, partition, slug],
  );
  await database.owner(
    `INSERT INTO notebook_server (id, organization_id, person_id, folder_id, name, profile, path, state, created_at)
     VALUES ($1, $2, $3, $4, $5, 'small', $6, 'running', now())`,
    [id, organizationId, personId, folder, name, slug],
  );
  return { id, name, organizationId, slug };
}
