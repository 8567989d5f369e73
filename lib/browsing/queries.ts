import { type Actor, scopeOf } from "#lib/auth/actor.ts";
import type { BrowseOutcome, BrowsingServices, Giver, GrantedFolder, Place } from "#lib/browsing/browsing.ts";
import { dataUrl, type FolderPath, lakePath, namesBelow, parseNames } from "#lib/browsing/data-url.ts";
import { mergeGranted, reachOf } from "#lib/browsing/judge-reach.ts";
import { type PlaceRow, readPlace } from "#lib/browsing/read-place.ts";

/**
 * Every folder on which the actor holds an active grant, of active organizations, born and not archived; by
 * organization, zone and path. Home shows those with `isTop`.
 */
export async function listGrantedFolders(services: BrowsingServices, actor: Actor): Promise<GrantedFolder[]> {
  const now = services.clock.now();
  const rows = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.grant.findMany({
      where: {
        ...activeGrant(actor, now),
        folder: { bornAt: { not: null }, archivedAt: null },
        organization: { state: "active" },
      },
      select: {
        level: true,
        expiresAt: true,
        createdAt: true,
        organization: { select: { slug: true, name: true } },
        folder: {
          select: {
            name: true,
            path: true,
            partition: { select: { directory: true, zone: { select: { name: true, title: true } } } },
          },
        },
      },
    }),
  );
  return mergeGranted(rows.map(readGranted)).toSorted((left, right) =>
    sortKey(left).localeCompare(sortKey(right)),
  );
}

/** Where a data URL points. `names` are the URL's segments after the zone, still percent-encoded. */
export type DataAddress = { org: string; zone: string; names: readonly string[] };

/**
 * The place behind a data URL. `absent` alike for an organization that does not exist, one that the actor has no part
 * in, an unknown zone, and a path that could mean another place than it shows. Asks the database only, not the lake.
 */
export async function resolvePlace(
  services: BrowsingServices,
  actor: Actor,
  address: DataAddress,
): Promise<BrowseOutcome<Place>> {
  const names = parseNames(address.names);
  if (names === null || !mayLookInto(actor, address.org)) {
    return { ok: false, refusal: "absent" };
  }
  const row = await services.db.within(scopeOf(actor), (transaction) =>
    readPlace(transaction, {
      org: address.org,
      zone: address.zone,
      names,
      personId: actor.personId,
      now: services.clock.now(),
    }),
  );
  const folder = row?.chain.at(-1);
  return row === null || folder === undefined
    ? { ok: false, refusal: "absent" }
    : { ok: true, value: placeOf(row, folder, names) };
}

function placeOf(row: PlaceRow, folder: PlaceRow["chain"][number], names: FolderPath): Place {
  const { organization, zone, directory, chain } = row;
  const path = lakePath(directory, names);
  const isFolder = folder.path === path;
  const grants = chain.flatMap(({ id, grants: own }) => own.map((grant) => ({ ...grant, folderId: id })));
  return {
    organization,
    zone,
    names,
    lake: { container: zone.name, path },
    url: dataUrl(organization.slug, zone.name, names),
    folder: { id: folder.id, name: folder.name, path: folder.path, isPrivate: folder.isPrivate },
    isFolder,
    childFolders: isFolder ? folder.children : [],
    reach: reachOf(chain, grants),
  };
}

/** Who can give access in an organization: its admins, by name. */
export async function listGivers(
  services: BrowsingServices,
  actor: Actor,
  organizationId: string,
): Promise<Giver[]> {
  const admins = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.membership.findMany({
      // Who asks cannot help themselves: they would have to be named by somebody else.
      where: {
        organizationId,
        orgRole: "admin",
        person: { state: "redeemed" },
        personId: { not: actor.personId },
      },
      select: { person: { select: { name: true, address: true } } },
      orderBy: { createdAt: "asc" },
      take: giversMax,
    }),
  );
  return admins.map((admin) => admin.person);
}

const giversMax = 5;

function mayLookInto(actor: Actor, slug: string): boolean {
  return actor.isPlatformAdmin || actor.memberships.some((membership) => membership.slug === slug);
}

function activeGrant(actor: Actor, now: Date) {
  return {
    personId: actor.personId,
    endedAt: null,
    createdAt: { lte: now },
    OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
  };
}

type GrantedRow = {
  level: GrantedFolder["level"];
  expiresAt: Date | null;
  createdAt: Date;
  organization: { slug: string; name: string };
  folder: {
    name: string;
    path: string;
    partition: { directory: string; zone: { name: string; title: string } };
  };
};

function readGranted({ organization, folder, ...grant }: GrantedRow): GrantedFolder {
  const { directory, zone } = folder.partition;
  const names = namesBelow(directory, folder.path);
  return {
    organization,
    zone: zone.name,
    zoneTitle: zone.title,
    path: folder.path,
    names,
    name: folder.name,
    level: grant.level,
    expiresAt: grant.expiresAt,
    grantedAt: grant.createdAt,
    url: dataUrl(organization.slug, zone.name, names),
    isTop: true,
  };
}

function sortKey(folder: GrantedFolder): string {
  return `${folder.organization.name}\n${folder.zone}\n${folder.path}`;
}
