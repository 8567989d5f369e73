import type { Clock } from "#lib/platform/clock.ts";

/** What this process remembers of people's groups. Another process's writes are felt when `keptMs` is over. */
export type GroupMemory = {
  recall(objectId: string, ask: () => Promise<string[]>): Promise<string[]>;
  forget(objectId: string): void;
};

const keptMs = 60_000;
const peopleMax = 10_000;

/** Remembers answers for a minute; people who ask at once share one question; a failed one is not kept. */
export function createGroupMemory(clock: Clock): GroupMemory {
  const kept = new Map<string, { groups: Promise<string[]>; until: number }>();
  const keyOf = (objectId: string) => objectId.toLowerCase();
  return {
    recall: (objectId, ask) => {
      const key = keyOf(objectId);
      const known = kept.get(key);
      if (known !== undefined && known.until > clock.now().getTime()) {
        return known.groups;
      }
      const groups = ask();
      const entry = { groups, until: clock.now().getTime() + keptMs };
      groups.catch(() => (kept.get(key) === entry ? kept.delete(key) : undefined));
      makeRoom(kept);
      kept.set(key, entry);
      return groups;
    },
    forget: (objectId) => void kept.delete(keyOf(objectId)),
  };
}

/** A Map keeps the order of insertion: the oldest answer goes first. */
function makeRoom(kept: Map<string, unknown>): void {
  const oldest = kept.keys().next();
  if (kept.size >= peopleMax && !oldest.done) {
    kept.delete(oldest.value);
  }
}
