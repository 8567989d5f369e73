import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** The index of paths. Contents lie in segment files beside it. */
export type Index = {
  database: DatabaseSync;
  statements: Map<string, StatementSync>;
};

/**
 * A path knows its parent and its own name, never its full path: renaming a directory is one row.
 * Guards (owner, group, sticky bit, ACL) are interned: a million paths share a handful.
 */
const schema = `
CREATE TABLE IF NOT EXISTS guard(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS path(
  id INTEGER PRIMARY KEY,
  parent INTEGER NOT NULL,
  name TEXT NOT NULL,
  directory INTEGER NOT NULL,
  guard INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  length INTEGER NOT NULL DEFAULT 0,
  extra TEXT,
  UNIQUE(parent, name)
);
CREATE TABLE IF NOT EXISTS extent(
  path INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL,
  segment INTEGER NOT NULL, start INTEGER NOT NULL,
  PRIMARY KEY(path, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending(
  id INTEGER PRIMARY KEY, path INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL,
  segment INTEGER NOT NULL, start INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS pending_path ON pending(path);
CREATE TABLE IF NOT EXISTS block(
  container INTEGER NOT NULL, target TEXT NOT NULL, name TEXT NOT NULL, length INTEGER NOT NULL,
  segment INTEGER NOT NULL, start INTEGER NOT NULL, staged INTEGER NOT NULL,
  PRIMARY KEY(container, target, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS container(
  name TEXT PRIMARY KEY, root INTEGER NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL,
  modified INTEGER NOT NULL, extra TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deletion(
  id TEXT PRIMARY KEY, container INTEGER NOT NULL, target TEXT NOT NULL, path INTEGER NOT NULL,
  at INTEGER NOT NULL, keep INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens the index. WAL with synchronous=NORMAL: a committed transaction has reached the operating system,
 * so it survives the death of this process (not a power cut).
 */
export function openIndex(folder: string): Index {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, "index.db"));
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;");
  database.exec("PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;");
  database.exec(schema);
  return { database, statements: new Map() };
}

function prepared(index: Index, sql: string): StatementSync {
  const known = index.statements.get(sql);
  if (known) return known;
  const statement = index.database.prepare(sql);
  index.statements.set(sql, statement);
  return statement;
}

export type Row = Record<string, unknown>;

/** The first row, or undefined. */
export function getRow(index: Index, sql: string, ...values: SQLInputValue[]): Row | undefined {
  return prepared(index, sql).get(...values);
}

export function allRows(index: Index, sql: string, ...values: SQLInputValue[]): Row[] {
  return prepared(index, sql).all(...values);
}

/** Runs a statement; answers the last inserted row id and the number of changed rows. */
export function run(index: Index, sql: string, ...values: SQLInputValue[]): { id: number; changes: number } {
  const result = prepared(index, sql).run(...values);
  return { id: Number(result.lastInsertRowid), changes: Number(result.changes) };
}

/** All or nothing. Nested calls join the outer one. */
export function inTransaction<T>(index: Index, work: () => T): T {
  if (index.database.isTransaction) return work();
  index.database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    index.database.exec("COMMIT");
    return result;
  } catch (error) {
    index.database.exec("ROLLBACK");
    throw error;
  }
}
