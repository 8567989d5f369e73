import { Suspense } from "react";
import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import { FolderFreshness, FolderFreshnessSkeleton } from "#components/home/folder-freshness.tsx";
import { GrantedFolders } from "#components/home/granted-folders.tsx";
import { AdminWithoutFolders, NoFolders } from "#components/home/home-empty.tsx";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { folderFreshness } from "#lib/browsing/folder-freshness.ts";
import { listGivers } from "#lib/browsing/queries.ts";
import { webServices } from "#lib/platform/services.ts";

/** Granted folders with level, end, zone; how new each is arrives when the lake has answered. */
export function MyFolders({ folders, slug }: { folders: GrantedFolder[]; slug?: string }) {
  if (folders.length === 0) {
    return <NothingGranted slug={slug} />;
  }
  const now = webServices().clock.now().toISOString();
  const rows = folders.map((folder) => ({
    id: `${folder.zone}/${folder.path}`,
    name: folder.names.length === 0 ? folder.organization.name : folder.name,
    organization: folder.organization,
    zone: folder.zone,
    trail: folder.names.slice(0, -1),
    href: folder.url,
    level: folder.level,
    until: folder.expiresAt?.toISOString() ?? null,
    freshness: (
      <Suspense fallback={<FolderFreshnessSkeleton />}>
        <Freshness folder={folder} now={now} />
      </Suspense>
    ),
  }));
  return <GrantedFolders folders={rows} now={now} />;
}

async function Freshness({ folder, now }: { folder: GrantedFolder; now: string }) {
  const actor = await requireActor();
  const correlationId = await correlationIdOfRequest();
  const freshness = await folderFreshness(webServices(), actor, { folder, correlationId });
  return <FolderFreshness freshness={freshness} now={now} />;
}

/** Who could grant something: the admins of the organization, by name. */
async function NothingGranted({ slug }: { slug?: string }) {
  const actor = await requireActor();
  const membership = actor.memberships.find((one) => slug === undefined || one.slug === slug);
  if (membership === undefined) {
    return null;
  }
  if (membership.orgRole === "admin") {
    return <AdminWithoutFolders organization={membership.name} />;
  }
  const admins = await listGivers(webServices(), actor, membership.organizationId);
  return <NoFolders organization={membership.name} admins={admins} />;
}
