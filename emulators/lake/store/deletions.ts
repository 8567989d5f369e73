import { randomUUID } from "node:crypto";
import { deletedParent } from "#emulators/lake/store/containers.ts";
import { allRows, getRow, inTransaction, run } from "#emulators/lake/store/database.ts";
import { type PathRow, relink, removePath } from "#emulators/lake/store/paths.ts";
import type { Store } from "#emulators/lake/store/store.ts";

/** A deleted path that can still come back. `at` in ms, `keepMs` how long from then. */
export type Deletion = {
  id: string;
  container: number;
  target: string;
  path: number;
  at: number;
  keepMs: number;
};

/** Takes a path and all below out of sight in constant time; retention 0 means for good. */
export function discard(store: Store, path: PathRow, kept?: Omit<Deletion, "id" | "path" | "at">): string {
  const id = String(BigInt(`0x${randomUUID().replaceAll("-", "").slice(0, 15)}`));
  inTransaction(store.index, () => {
    relink(store, path.id, { parent: deletedParent, name: id });
    if (!kept) return;
    const sql = "INSERT INTO deletion(id, container, target, path, at, keep) VALUES(?,?,?,?,?,?)";
    run(store.index, sql, id, kept.container, kept.target, path.id, store.now(), kept.keepMs);
  });
  return id;
}

export function deletionsIn(store: Store, container: number): Deletion[] {
  const sql =
    "SELECT id, container, target, path, at, keep FROM deletion WHERE container = ? ORDER BY target, at";
  return allRows(store.index, sql, container).map((row) => ({
    id: String(row.id),
    container: Number(row.container),
    target: String(row.target),
    path: Number(row.path),
    at: Number(row.at),
    keepMs: Number(row.keep),
  }));
}

/** Puts a deleted path back under a parent and name that the caller has found free. */
export function restore(store: Store, deletion: Deletion, to: { parent: number; name: string }): void {
  inTransaction(store.index, () => {
    run(store.index, "DELETE FROM deletion WHERE id = ?", deletion.id);
    relink(store, deletion.path, to);
  });
}

const purgeRowsMax = 500;

/**
 * Purges some of what is discarded and no longer kept; true while there is more.
 * Children of a discarded directory are lifted up first, so that every step is small.
 */
export function purgeSome(store: Store): boolean {
  return inTransaction(store.index, () => {
    run(store.index, "DELETE FROM deletion WHERE at + keep <= ?", store.now());
    const top = getRow(
      store.index,
      "SELECT id FROM path WHERE parent = ? AND name NOT IN (SELECT id FROM deletion) LIMIT 1",
      deletedParent,
    );
    if (!top) return false;
    const id = Number(top.id);
    const children = allRows(
      store.index,
      "SELECT id, directory FROM path WHERE parent = ? LIMIT ?",
      id,
      purgeRowsMax,
    );
    for (const child of children) {
      const childId = Number(child.id);
      if (child.directory === 1) relink(store, childId, { parent: deletedParent, name: `purge-${childId}` });
      else removePath(store, childId);
    }
    if (children.length < purgeRowsMax) removePath(store, id);
    return true;
  });
}
