import { type Descriptor, formatDescriptor, parseDescriptor } from "#emulators/lake/access/descriptor.ts";
import { getRow, run } from "#emulators/lake/store/database.ts";
import type { Store } from "#emulators/lake/store/store.ts";

/** The number under which a guard is interned; equal guards have one number. */
export function internGuard(store: Store, descriptor: Descriptor): number {
  const text = formatDescriptor(descriptor);
  const known = store.guards.byText.get(text);
  if (known !== undefined) return known;
  run(store.index, "INSERT OR IGNORE INTO guard(text) VALUES(?)", text);
  const id = Number(getRow(store.index, "SELECT id FROM guard WHERE text = ?", text)?.id);
  // A rollback would take the number back: inside a transaction it is not remembered yet.
  if (!store.index.database.isTransaction) remember(store, id, text);
  return id;
}

/** The guard of a number; throws when the index is damaged. */
export function guardOf(store: Store, id: number): Descriptor {
  const known = store.guards.byId.get(id);
  if (known) return known;
  const row = getRow(store.index, "SELECT text FROM guard WHERE id = ?", id);
  if (!row) throw new Error(`Guard ${id} is missing.`);
  return remember(store, id, String(row.text));
}

const rememberedMax = 50_000;

function remember(store: Store, id: number, text: string): Descriptor {
  if (store.guards.byId.size > rememberedMax) {
    store.guards.byId.clear();
    store.guards.byText.clear();
  }
  const descriptor = parseDescriptor(text);
  store.guards.byId.set(id, descriptor);
  store.guards.byText.set(text, id);
  return descriptor;
}
