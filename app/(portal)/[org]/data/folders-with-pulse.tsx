import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import {
  FolderFreshness,
  FolderFreshnessSkeleton,
  type FreshnessState,
} from "#components/home/folder-freshness.tsx";
import { type GrantedFolder as FolderShown, GrantedFolders } from "#components/home/granted-folders.tsx";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { type FolderPulse, readPulses } from "#lib/browsing/read-freshness.ts";
import { webServices } from "#lib/platform/services.ts";

/** Granted folders with what the lake says of each right now. */
export async function FoldersWithPulse({ folders, now }: { folders: GrantedFolder[]; now: string }) {
  const correlationId = await correlationIdOfRequest();
  const pulses = await readPulses(webServices(), await requireActor(), { folders, correlationId });
  return <GrantedFolders folders={foldersShown(folders, { pulses, now })} now={now} />;
}

/** Folders as their list shows them; while the pulses are not known, a skeleton stands for the freshness. */
export function foldersShown(
  folders: readonly GrantedFolder[],
  known: { pulses: readonly FolderPulse[]; now: string } | null,
): FolderShown[] {
  return folders.map((folder, index) => ({
    id: folder.url,
    name: folder.name,
    organization: folder.organization,
    zone: folder.zone,
    trail: folder.names.slice(0, -1),
    href: folder.url,
    level: folder.level,
    until: folder.expiresAt?.toISOString() ?? null,
    freshness:
      known === null ? (
        <FolderFreshnessSkeleton />
      ) : (
        <FolderFreshness freshness={freshnessOf(known.pulses[index])} now={known.now} />
      ),
  }));
}

function freshnessOf(pulse: FolderPulse | undefined): FreshnessState {
  if (pulse?.state === "felt") {
    return { state: "known", newestAt: pulse.freshness.newestAt?.toISOString() ?? null };
  }
  return { state: pulse?.state === "not_felt" ? "on_its_way" : "unknown" };
}
