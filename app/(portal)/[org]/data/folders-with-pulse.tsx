import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import { type GrantedFolder as FolderShown, GrantedFolders } from "#components/home/granted-folders.tsx";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { type FolderPulse, readPulses } from "#lib/browsing/read-freshness.ts";
import { webServices } from "#lib/platform/services.ts";

/** Granted folders with what the lake says of each right now. */
export async function FoldersWithPulse({ folders, now }: { folders: GrantedFolder[]; now: string }) {
  const correlationId = await correlationIdOfRequest();
  const pulses = await readPulses(webServices(), await requireActor(), { folders, correlationId });
  return <GrantedFolders folders={foldersShown(folders, pulses)} now={now} />;
}

/** Folders as their list shows them; without a pulse nothing is claimed about freshness. */
export function foldersShown(
  folders: readonly GrantedFolder[],
  pulses: readonly FolderPulse[],
): FolderShown[] {
  return folders.map((folder, index) => {
    const pulse = pulses[index];
    return {
      id: folder.url,
      name: folder.name,
      organization: folder.organization,
      zone: folder.zone,
      trail: folder.names.slice(0, -1),
      href: folder.url,
      level: folder.level,
      until: folder.expiresAt?.toISOString() ?? null,
      latestAt: pulse?.state === "felt" ? (pulse.freshness.newestAt?.toISOString() ?? null) : null,
      isFelt: pulse?.state !== "not_felt",
    };
  });
}
