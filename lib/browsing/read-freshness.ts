import type { Actor } from "#lib/auth/actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import type { Freshness, GrantedFolder } from "#lib/browsing/browsing.ts";
import type { LakeOutcome, LakeSession } from "#lib/lake/lake.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Services } from "#lib/platform/services.ts";

/** What the lake says of a granted folder right now. */
export type FolderPulse =
  /** It answers the person: newest change among the entries looked at, null when there are none. */
  | { state: "felt"; freshness: Freshness }
  /** It still refuses: the membership has not reached it. */
  | { state: "not_felt" }
  /** It did not say (busy, firewalled, no token, out of reach). */
  | { state: "unknown" };

const entriesMax = 200;
const parallelMax = 8;

/**
 * Asks the lake for each folder as the actor, by one short listing each, at most eight at a time; in the order given.
 * A folder that cannot be asked is `unknown`: Home must not fall with the lake.
 */
export async function readPulses(
  services: Services,
  actor: Actor,
  asked: { folders: readonly GrantedFolder[]; correlationId: string },
): Promise<FolderPulse[]> {
  const { folders, correlationId } = asked;
  const unknown = (): FolderPulse => ({ state: "unknown" });
  if (folders.length === 0) {
    return [];
  }
  const drawn = await acquireStorageToken(services, actor).catch(() => null);
  if (drawn === null || !drawn.ok) {
    return folders.map(unknown);
  }
  const session = services.lake.as(drawn.token, correlationId);
  const pulses: FolderPulse[] = folders.map(unknown);
  const waiting = folders.entries();
  const lanes = Array.from({ length: Math.min(parallelMax, folders.length) }, async () => {
    for (const [index, folder] of waiting) {
      const listed = await readFreshness(session, folder, services.clock).catch(() => null);
      pulses[index] = listed === null ? unknown() : pulseOf(listed);
    }
  });
  await Promise.all(lanes);
  return pulses;
}

/** Newest change among the first 200 entries of a folder; one round trip. */
export async function readFreshness(
  session: LakeSession,
  folder: { zone: string; path: string },
  clock: Clock,
): Promise<LakeOutcome<Freshness>> {
  const asOf = clock.now();
  const place = { container: folder.zone, path: folder.path };
  const listed = await session.list(place, { pageSize: entriesMax, continuation: null });
  if (!listed.ok) {
    return listed;
  }
  const { entries, continuation } = listed.value;
  const newest = entries.reduce((latest, entry) => Math.max(latest, entry.modifiedAt.getTime()), 0);
  const newestAt = newest === 0 ? null : new Date(newest);
  return { ok: true, value: { newestAt, asOf, isComplete: continuation === null } };
}

function pulseOf(listed: LakeOutcome<Freshness>): FolderPulse {
  if (listed.ok) {
    return { state: "felt", freshness: listed.value };
  }
  return listed.refusal === "forbidden" ? { state: "not_felt" } : { state: "unknown" };
}
