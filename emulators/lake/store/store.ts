import { join } from "node:path";
import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { type Index, openIndex } from "#emulators/lake/store/database.ts";
import { openSegments, type Segments } from "#emulators/lake/store/segments.ts";

/** Everything that is kept: the index, the contents, the interned guards and the clock that stamps changes. */
export type Store = {
  index: Index;
  segments: Segments;
  guards: { byId: Map<number, Descriptor>; byText: Map<string, number> };
  now: () => number;
  lastVersion: number;
};

/** Opens or creates a lake in a folder. What a killed predecessor left half-done is invisible here. */
export function openStore(folder: string, now: () => number = Date.now): Store {
  const index = openIndex(folder);
  const segments = openSegments(join(folder, "segments"));
  return { index, segments, guards: { byId: new Map(), byText: new Map() }, now, lastVersion: 0 };
}

export async function closeStore(store: Store): Promise<void> {
  await store.segments.close();
  store.index.statements.clear();
  store.index.database.close();
}

/** The next version stamp in microseconds: never the same twice, never backwards. */
export function nextVersion(store: Store): number {
  store.lastVersion = Math.max(store.lastVersion + 1, store.now() * 1000);
  return store.lastVersion;
}
