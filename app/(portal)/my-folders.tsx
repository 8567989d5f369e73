import { Suspense } from "react";
import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import {
  FolderFreshness,
  FolderFreshnessSkeleton,
  type FreshnessState,
} from "#components/home/folder-freshness.tsx";
import { GrantedFolders } from "#components/home/granted-folders.tsx";
import { AdminWithoutFolders, NoFolders } from "#components/home/home-empty.tsx";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { feltBy } from "#lib/browsing/judge-reach.ts";
import { listGivers } from "#lib/browsing/queries.ts";
import { type FolderPulse, readPulses } from "#lib/browsing/read-freshness.ts";
import { webServices } from "#lib/platform/services.ts";

/** Granted folders with level, end, zone; how new each is arrives when the lake has answered. */
export async function MyFolders({ folders, slug }: { folders: GrantedFolder[]; slug?: string }) {
  if (folders.length === 0) {
    return <NothingGranted slug={slug} />;
  }
  const services = webServices();
  const actor = await requireActor();
  const correlationId = await correlationIdOfRequest();
  const now = services.clock.now();
  const pulses = readPulses(services, actor, { folders, correlationId });
  const rows = folders.map((folder, index) => ({
    id: folder.url,
    name: folder.names.length === 0 ? folder.organization.name : folder.name,
    organization: folder.organization,
    zone: folder.zone,
    trail: folder.names.slice(0, -1),
    href: folder.url,
    level: folder.level,
    until: folder.expiresAt?.toISOString() ?? null,
    freshness: (
      <Suspense fallback={<FolderFreshnessSkeleton />}>
        <Freshness folder={folder} pulse={pulses.then((all) => all[index])} now={now} />
      </Suspense>
    ),
  }));
  return <GrantedFolders folders={rows} now={now.toISOString()} />;
}

type FreshnessProps = { folder: GrantedFolder; pulse: Promise<FolderPulse | undefined>; now: Date };

async function Freshness({ folder, pulse, now }: FreshnessProps) {
  return <FolderFreshness freshness={stateOf(folder, await pulse, now)} now={now.toISOString()} />;
}

function stateOf(folder: GrantedFolder, pulse: FolderPulse | undefined, now: Date): FreshnessState {
  if (pulse?.state === "felt") {
    return { state: "known", newestAt: pulse.freshness.newestAt?.toISOString() ?? null };
  }
  if (pulse?.state === "not_felt") {
    return { state: now < feltBy(folder.grantedAt) ? "on_its_way" : "refused" };
  }
  return { state: "unknown" };
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
