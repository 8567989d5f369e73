import { allRows, type Row, run } from "#emulators/lake/store/database.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import type { Store } from "#emulators/lake/store/store.ts";

/** Blocks wait under the name of the blob, which need not exist yet. */
export type BlockPlace = { container: number; target: string };
export type Block = { name: string; extent: Extent };

export function stageBlock(store: Store, place: BlockPlace, block: Block): void {
  const sql =
    "INSERT OR REPLACE INTO block(container, target, name, length, segment, start, staged) VALUES(?,?,?,?,?,?,?)";
  const { length, segment, start } = block.extent;
  run(store.index, sql, place.container, place.target, block.name, length, segment, start, store.now());
}

export function stagedBlocks(store: Store, place: BlockPlace): Block[] {
  const sql =
    "SELECT name, length, segment, start FROM block WHERE container = ? AND target = ? ORDER BY staged, name";
  return allRows(store.index, sql, place.container, place.target).map(blockOfRow);
}

function blockOfRow(row: Row): Block {
  return {
    name: String(row.name),
    extent: { length: Number(row.length), segment: Number(row.segment), start: Number(row.start) },
  };
}

export function dropBlocks(store: Store, place: BlockPlace): void {
  run(store.index, "DELETE FROM block WHERE container = ? AND target = ?", place.container, place.target);
}
