import type { LakeEntry } from "#lib/lake/lake.ts";
import { secondsAfter } from "#lib/platform/clock.ts";

/** Names under which files are written before they get their own (lib/lake/write-file.ts, and the browser's uploads). */
const draftName = /^\.lakeport-upload-[a-z0-9-]+$/;

const draftUsedSeconds = 24 * 60 * 60;

/**
 * What a listing shows of drafts: none that may still be written to. One older than a day was left behind by a crash or
 * a closed window: the person's own is named so that it can be removed, anybody else's is shown.
 */
export function sortOutDrafts(
  entries: readonly LakeEntry[],
  viewer: { objectId: string; now: Date },
): { shown: LakeEntry[]; leftBehind: string[] } {
  const usedSince = secondsAfter(viewer.now, -draftUsedSeconds);
  const drafts = entries.filter(({ name, isDirectory }) => !isDirectory && draftName.test(name));
  const old = drafts.filter(({ modifiedAt }) => modifiedAt < usedSince);
  const own = old.filter(({ owner }) => owner === viewer.objectId);
  const hidden = new Set([...drafts.filter((draft) => !old.includes(draft)), ...own]);
  return {
    shown: hidden.size === 0 ? [...entries] : entries.filter((entry) => !hidden.has(entry)),
    leftBehind: own.map(({ name }) => name),
  };
}
