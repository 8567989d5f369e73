import { z } from "zod";
import type { FolderPath } from "#lib/browsing/data-url.ts";
import type { Transaction } from "#lib/platform/db.ts";

const grant = z.object({
  level: z.enum(["reader", "contributor"]),
  expiresAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
});

const folder = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  isPrivate: z.boolean(),
  children: z.array(z.string()),
  grants: z.array(grant),
});

const placeRow = z.object({
  directory: z.string(),
  organization: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  zone: z.object({ name: z.string(), title: z.string(), isClosed: z.boolean() }),
  chain: z.array(folder),
});

/** A partition, the managed folders from it down to a place, and the asker's active grants on each. */
export type PlaceRow = z.infer<typeof placeRow>;

/** What is asked: the slug, the zone, the names below the partition, who holds the grants, and when. */
export type PlaceQuestion = { org: string; zone: string; names: FolderPath; personId: string; now: Date };

/**
 * Reads it in one statement (every page of data asks this first); null when there is no such partition within the
 * asker's scope. Folders come with the partition first.
 */
export async function readPlace(transaction: Transaction, question: PlaceQuestion): Promise<PlaceRow | null> {
  const { org, zone, names, personId, now } = question;
  const below = ["", ...names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`)];
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT p.directory,
      json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) AS organization,
      json_build_object('name', z.name, 'title', z.title, 'isClosed', z.is_closed) AS zone,
      coalesce((
        SELECT json_agg(json_build_object(
          'id', f.id, 'name', f.name, 'path', f.path, 'isPrivate', f.is_private,
          'children', coalesce((
            SELECT json_agg(c.name) FROM folder c WHERE c.parent_id = f.id AND c.archived_at IS NULL
          ), '[]'::json),
          'grants', coalesce((
            SELECT json_agg(json_build_object('level', g.level, 'expiresAt', g.expires_at, 'createdAt', g.created_at))
            FROM "grant" g
            WHERE g.folder_id = f.id AND g.person_id = ${personId}::uuid AND g.ended_at IS NULL
              AND g.created_at <= ${now} AND (g.expires_at IS NULL OR g.expires_at > ${now})
          ), '[]'::json)
        ) ORDER BY length(f.path))
        FROM folder f
        WHERE f.partition_id = p.id AND f.born_at IS NOT NULL
          AND f.path IN (SELECT p.directory || step FROM unnest(${below}::text[]) AS step)
      ), '[]'::json) AS chain
    FROM partition p
    JOIN organization o ON o.id = p.organization_id AND o.state = 'active'
    JOIN zone z ON z.id = p.zone_id
    WHERE o.slug = ${org} AND z.name = ${zone}`;
  return rows[0] === undefined ? null : placeRow.parse(rows[0]);
}
