import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { allRows, getRow, type Row, run } from "#emulators/lake/store/database.ts";
import { guardOf, internGuard } from "#emulators/lake/store/guards.ts";
import { nextVersion, type Store } from "#emulators/lake/store/store.ts";

/** Content headers as given by the client; absent ones were never set. */
export type ContentHeaders = {
  contentType?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  contentDisposition?: string;
  cacheControl?: string;
  contentMd5?: string;
};
export type Lease = {
  id: string;
  durationS: number;
  expiresMs: number;
  state: "leased" | "breaking" | "broken";
};
/** What few paths have: kept as JSON so that a plain row stays small. */
export type Extra = {
  headers?: ContentHeaders;
  metadata?: Record<string, string>;
  lease?: Lease;
  expiresMs?: number;
  encryptionContext?: string;
  /** A directory that came into being for a child has no Content-Type on blob HEAD (recorded). */
  isImplicit?: boolean;
};
export type PathRow = {
  id: number;
  parent: number;
  name: string;
  isDirectory: boolean;
  guard: number;
  version: number;
  created: number;
  modified: number;
  length: number;
  extra: Extra;
};

const columns = "id, parent, name, directory, guard, version, created, modified, length, extra";

function pathOfRow(row: Row): PathRow {
  return {
    id: Number(row.id),
    parent: Number(row.parent),
    name: String(row.name),
    isDirectory: row.directory === 1,
    guard: Number(row.guard),
    version: Number(row.version),
    created: Number(row.created),
    modified: Number(row.modified),
    length: Number(row.length),
    extra: typeof row.extra === "string" ? JSON.parse(row.extra) : {},
  };
}

export function childOf(store: Store, parent: number, name: string): PathRow | undefined {
  const row = getRow(store.index, `SELECT ${columns} FROM path WHERE parent = ? AND name = ?`, parent, name);
  const path = row && pathOfRow(row);
  if (!path || !hasExpired(store, path)) return path;
  removePath(store, path.id);
  return undefined;
}

export function pathById(store: Store, id: number): PathRow | undefined {
  const row = getRow(store.index, `SELECT ${columns} FROM path WHERE id = ?`, id);
  return row && pathOfRow(row);
}

/** Past its expiry a file is simply not there; within the very second it still is (both recorded). */
export function hasExpired(store: Store, path: PathRow): boolean {
  return path.extra.expiresMs !== undefined && store.now() - path.extra.expiresMs >= 1000;
}

/** Where a run of children begins: strictly after one name and not before another ("" for the first). */
export type ChildrenAt = { parent: number; after: string; from: string };

/** Children in byte order, directories and files mixed. */
export function childrenAt(store: Store, at: ChildrenAt, limit: number): PathRow[] {
  const sql = `SELECT ${columns} FROM path WHERE parent = ? AND name > ? AND name >= ? ORDER BY name LIMIT ?`;
  return allRows(store.index, sql, at.parent, at.after, at.from, limit).map(pathOfRow);
}

export function hasChildren(store: Store, parent: number): boolean {
  return getRow(store.index, "SELECT 1 FROM path WHERE parent = ? LIMIT 1", parent) !== undefined;
}

export type NewPath = {
  parent: number;
  name: string;
  isDirectory: boolean;
  guard: Descriptor;
  extra?: Extra;
};

/** Inserts a path; the caller has made sure that the name is free. */
export function insertPath(store: Store, path: NewPath): PathRow {
  const version = nextVersion(store);
  const now = store.now();
  const { id } = run(
    store.index,
    "INSERT INTO path(parent, name, directory, guard, version, created, modified, extra) VALUES(?,?,?,?,?,?,?,?)",
    path.parent,
    path.name,
    path.isDirectory ? 1 : 0,
    internGuard(store, path.guard),
    version,
    now,
    now,
    extraText(path.extra ?? {}),
  );
  const row = pathById(store, id);
  if (!row) throw new Error("The inserted path is missing.");
  return row;
}

function extraText(extra: Extra): string | null {
  const text = JSON.stringify(extra);
  return text === "{}" ? null : text;
}

/** Writes extra facts; the version changes only where `touches` says so (ACL and expiry leave it, recorded). */
export function saveExtra(store: Store, path: PathRow, touches = true): void {
  run(store.index, "UPDATE path SET extra = ? WHERE id = ?", extraText(path.extra), path.id);
  if (touches) touch(store, path);
}

/** A new ETag and Last-Modified. */
export function touch(store: Store, path: PathRow): void {
  path.version = nextVersion(store);
  path.modified = store.now();
  run(
    store.index,
    "UPDATE path SET version = ?, modified = ? WHERE id = ?",
    path.version,
    path.modified,
    path.id,
  );
}

export function saveGuard(store: Store, path: PathRow, descriptor: Descriptor): void {
  path.guard = internGuard(store, descriptor);
  run(store.index, "UPDATE path SET guard = ? WHERE id = ?", path.guard, path.id);
}

export function descriptorOf(store: Store, path: PathRow): Descriptor {
  return guardOf(store, path.guard);
}

/** Takes one row away with its contents' index; descendants are the caller's concern. */
export function removePath(store: Store, id: number): void {
  run(store.index, "DELETE FROM extent WHERE path = ?", id);
  run(store.index, "DELETE FROM pending WHERE path = ?", id);
  run(store.index, "DELETE FROM path WHERE id = ?", id);
}

/** Moves a row, and with it everything below, in constant time. */
export function relink(store: Store, id: number, to: { parent: number; name: string }): void {
  run(store.index, "UPDATE path SET parent = ?, name = ? WHERE id = ?", to.parent, to.name, id);
}
