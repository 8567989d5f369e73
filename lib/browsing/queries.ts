import { type Actor, scopeOf } from "#lib/auth/actor.ts";
import type {
  BrowseOutcome,
  BrowsingServices,
  Giver,
  GrantedFolder,
  ManagedFolder,
  Place,
} from "#lib/browsing/browsing.ts";
import { dataUrl, type FolderPath, lakePath, namesBelow, parseNames } from "#lib/browsing/data-url.ts";
import { type GrantRow, mergeGranted, reachOf } from "#lib/browsing/judge-reach.ts";
import type { Transaction } from "#lib/platform/db.ts";

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
  const now = services.clock.now();
  return services.db.within(scopeOf(actor), async (transaction) => {
    const partition = await transaction.partition.findFirst({
      where: { organization: { slug: address.org, state: "active" }, zone: { name: address.zone } },
      select: {
        id: true,
        directory: true,
        organization: { select: { id: true, slug: true, name: true } },
        zone: { select: { name: true, title: true, isClosed: true } },
      },
    });
    if (partition === null) {
      return { ok: false, refusal: "absent" };
    }
    const path = lakePath(partition.directory, names);
    const chain = await readChain(transaction, partition.id, pathsTo(partition.directory, names));
    const folder = chain.at(-1);
    if (folder === undefined) {
      return { ok: false, refusal: "absent" };
    }
    const isFolder = folder.path === path;
    const grants: GrantRow[] = await transaction.grant.findMany({
      where: { ...activeGrant(actor, now), folderId: { in: chain.map((one) => one.id) } },
      select: { level: true, expiresAt: true, createdAt: true, folderId: true },
    });
    return {
      ok: true,
      value: {
        organization: partition.organization,
        zone: partition.zone,
        names,
        lake: { container: partition.zone.name, path },
        url: dataUrl(partition.organization.slug, partition.zone.name, names),
        folder,
        isFolder,
        childFolders: isFolder ? folder.children.map((child) => child.name) : [],
        reach: reachOf(chain, grants),
      },
    };
  });
}

/** Who can give access in an organization: its admins, by name. */
export async function listGivers(
  services: BrowsingServices,
  actor: Actor,
  organizationId: string,
): Promise<Giver[]> {
  const admins = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.membership.findMany({
      where: { organizationId, orgRole: "admin", person: { state: "redeemed" } },
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

/** The partition's directory and every path between it and the place. */
function pathsTo(directory: string, names: FolderPath): string[] {
  return [directory, ...names.map((_, index) => lakePath(directory, names.slice(0, index + 1)))];
}

type ChainFolder = ManagedFolder & { children: { name: string }[] };

async function readChain(
  transaction: Transaction,
  partitionId: string,
  paths: string[],
): Promise<ChainFolder[]> {
  const folders = await transaction.folder.findMany({
    where: { partitionId, path: { in: paths }, bornAt: { not: null } },
    select: {
      id: true,
      name: true,
      path: true,
      isPrivate: true,
      children: { where: { archivedAt: null }, select: { name: true } },
    },
  });
  return folders.toSorted((left, right) => left.path.length - right.path.length);
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
