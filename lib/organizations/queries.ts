import { type Actor, scopeOf } from "#lib/auth/actor.ts";
import type { Database } from "#lib/platform/db.ts";

/** One organization in figures: people of every state, managed folders that exist, the titles of its zones. */
export type OrganizationFigures = {
  slug: string;
  name: string;
  state: "active" | "suspended" | "offboarded";
  people: number;
  folders: number;
  zones: string[];
};

/** Every organization by name; null for anybody but a platform admin. */
export async function listOrganizations(
  services: { db: Database },
  actor: Actor,
): Promise<OrganizationFigures[] | null> {
  if (!actor.isPlatformAdmin) {
    return null;
  }
  const rows = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.organization.findMany({
      orderBy: { name: "asc" },
      select: {
        slug: true,
        name: true,
        state: true,
        partitions: { select: { zone: { select: { title: true, position: true } } } },
        _count: {
          select: {
            memberships: true,
            folders: { where: { bornAt: { not: null }, archivedAt: null, parentId: { not: null } } },
          },
        },
      },
    }),
  );
  return rows.map(({ partitions, _count, ...organization }) => ({
    ...organization,
    people: _count.memberships,
    folders: _count.folders,
    zones: partitions
      .map((partition) => partition.zone)
      .toSorted((left, right) => left.position - right.position)
      .map((zone) => zone.title),
  }));
}
