import { allRows, inTransaction, type Row, run } from "#emulators/lake/store/database.ts";
import type { PathRow } from "#emulators/lake/store/paths.ts";
import { touch } from "#emulators/lake/store/paths.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import type { Store } from "#emulators/lake/store/store.ts";

export type Placed = Extent & { position: number };

function placedOfRow(row: Row): Placed {
  return {
    position: Number(row.position),
    length: Number(row.length),
    segment: Number(row.segment),
    start: Number(row.start),
  };
}

const columns = "position, length, segment, start";

/** The committed extents that cover bytes from..to (exclusive), cut to that range. */
export function extentsBetween(store: Store, path: number, range: { from: number; to: number }): Extent[] {
  const sql = `SELECT ${columns} FROM extent WHERE path = ? AND position < ? AND position + length > ? ORDER BY position`;
  return allRows(store.index, sql, path, range.to, range.from).map((row) => {
    const placed = placedOfRow(row);
    const skip = Math.max(0, range.from - placed.position);
    const end = Math.min(placed.length, range.to - placed.position);
    return { segment: placed.segment, start: placed.start + skip, length: end - skip };
  });
}

/** Notes appended bytes; they stay invisible until a flush covers them. */
export function stagePending(store: Store, path: number, placed: Placed): void {
  run(
    store.index,
    "INSERT INTO pending(path, position, length, segment, start) VALUES(?,?,?,?,?)",
    path,
    placed.position,
    placed.length,
    placed.segment,
    placed.start,
  );
}

export function pendingOf(store: Store, path: number): Placed[] {
  const sql = `SELECT ${columns} FROM pending WHERE path = ? ORDER BY position, id`;
  return allRows(store.index, sql, path).map(placedOfRow);
}

export function dropPending(store: Store, path: number): void {
  run(store.index, "DELETE FROM pending WHERE path = ?", path);
}

/**
 * Pending extents that join without gap or overlap from `committed` to `position`;
 * undefined when they do not. A later append at the same place replaces the earlier one.
 */
export function contiguous(
  pending: readonly Placed[],
  committed: number,
  position: number,
): Placed[] | undefined {
  const newest = new Map(pending.map((placed) => [placed.position, placed]));
  const chosen: Placed[] = [];
  let at = committed;
  while (at < position) {
    const next = newest.get(at);
    if (!next || next.length === 0 || at + next.length > position) return undefined;
    chosen.push(next);
    at += next.length;
  }
  return chosen;
}

/** Makes extents part of the file, sets its length and stamps it: one transaction, the flush's promise. */
export function commitExtents(
  store: Store,
  path: PathRow,
  change: { extents: Placed[]; length: number },
): void {
  inTransaction(store.index, () => {
    for (const extent of change.extents) insertExtent(store, path.id, extent);
    run(store.index, "UPDATE path SET length = ? WHERE id = ?", change.length, path.id);
    path.length = change.length;
    touch(store, path);
  });
}

/** Small appends often follow each other on disk: then the last extent just grows. */
function insertExtent(store: Store, path: number, extent: Placed): void {
  const grown = run(
    store.index,
    `UPDATE extent SET length = length + ? WHERE path = ? AND position + length = ? AND segment = ? AND start + length = ?
     AND position = (SELECT max(position) FROM extent WHERE path = ?)`,
    extent.length,
    path,
    extent.position,
    extent.segment,
    extent.start,
    path,
  );
  if (grown.changes > 0) return;
  run(
    store.index,
    "INSERT INTO extent(path, position, length, segment, start) VALUES(?,?,?,?,?)",
    path,
    extent.position,
    extent.length,
    extent.segment,
    extent.start,
  );
}

/** Replaces the whole content, as Put Blob, Put Block List and create do. */
export function replaceContent(store: Store, path: PathRow, extents: readonly Extent[]): void {
  inTransaction(store.index, () => {
    run(store.index, "DELETE FROM extent WHERE path = ?", path.id);
    dropPending(store, path.id);
    let position = 0;
    const placed = extents.map((extent) => {
      const at = position;
      position += extent.length;
      return { ...extent, position: at };
    });
    const kept = placed.filter((extent) => extent.length > 0);
    commitExtents(store, path, { extents: kept, length: position });
  });
}

/** Segment numbers that anything still points at. */
export function liveSegments(store: Store): Set<number> {
  const sql = "SELECT segment FROM extent UNION SELECT segment FROM pending UNION SELECT segment FROM block";
  return new Set(allRows(store.index, sql).map((row) => Number(row.segment)));
}
