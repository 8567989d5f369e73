import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { allRows, getRow, inTransaction, type Row, run } from "#emulators/lake/store/database.ts";
import { insertPath, type Lease, relink } from "#emulators/lake/store/paths.ts";
import { nextVersion, type Store } from "#emulators/lake/store/store.ts";

export type StoredPolicy = { id: string; start?: string; expiry?: string; permission?: string };
export type ContainerExtra = {
  metadata?: Record<string, string>;
  publicAccess?: string;
  policies?: StoredPolicy[];
  lease?: Lease;
};
/** `root` is the path id of the root directory. */
export type Container = {
  name: string;
  root: number;
  version: number;
  created: number;
  modified: number;
  extra: ContainerExtra;
};

function containerOfRow(row: Row): Container {
  return {
    name: String(row.name),
    root: Number(row.root),
    version: Number(row.version),
    created: Number(row.created),
    modified: Number(row.modified),
    extra: typeof row.extra === "string" ? JSON.parse(row.extra) : {},
  };
}

const columns = "name, root, version, created, modified, extra";

/** Roots hang below no path: parent 0, deleted things below parent -1. */
const rootsParent = 0;
export const deletedParent = -1;

export function containerNamed(store: Store, name: string): Container | undefined {
  const row = getRow(store.index, `SELECT ${columns} FROM container WHERE name = ?`, name);
  return row && containerOfRow(row);
}

export type ContainerPage = { prefix: string; after: string; limit: number };

/** Containers by name, from after a name, only those with the prefix. */
export function containersAfter(store: Store, page: ContainerPage): Container[] {
  const sql = `SELECT ${columns} FROM container WHERE name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?`;
  return allRows(store.index, sql, page.after, page.prefix.length, page.prefix, page.limit).map(
    containerOfRow,
  );
}

export function insertContainer(
  store: Store,
  name: string,
  root: { guard: Descriptor; extra: ContainerExtra },
): Container {
  return inTransaction(store.index, () => {
    const path = insertPath(store, { parent: rootsParent, name, isDirectory: true, guard: root.guard });
    const now = store.now();
    run(
      store.index,
      "INSERT INTO container(name, root, version, created, modified, extra) VALUES(?,?,?,?,?,?)",
      name,
      path.id,
      nextVersion(store),
      now,
      now,
      JSON.stringify(root.extra),
    );
    const container = containerNamed(store, name);
    if (!container) throw new Error("The inserted container is missing.");
    return container;
  });
}

export function saveContainer(store: Store, container: Container, touches = true): void {
  if (touches) {
    container.version = nextVersion(store);
    container.modified = store.now();
  }
  run(
    store.index,
    "UPDATE container SET version = ?, modified = ?, extra = ? WHERE name = ?",
    container.version,
    container.modified,
    JSON.stringify(container.extra),
    container.name,
  );
}

/** The container is gone at once; its paths are purged in the background, or kept for `keepMs`. */
export function removeContainer(store: Store, container: Container, keepMs = 0): void {
  inTransaction(store.index, () => {
    run(store.index, "DELETE FROM container WHERE name = ?", container.name);
    run(store.index, "DELETE FROM block WHERE container = ?", container.root);
    const name = `container-${container.root}`;
    relink(store, container.root, { parent: deletedParent, name });
    if (keepMs === 0) return;
    const sql = "INSERT INTO deletion(id, container, target, path, at, keep) VALUES(?,?,?,?,?,?)";
    run(store.index, sql, name, rootsParent, JSON.stringify(container), container.root, store.now(), keepMs);
  });
}

/** A deleted container that can come back; `version` names this deletion. */
export type DeletedContainer = { version: string; container: Container; at: number; keepMs: number };

export function deletedContainers(store: Store): DeletedContainer[] {
  const sql = "SELECT id, target, at, keep FROM deletion WHERE container = ? ORDER BY at";
  return allRows(store.index, sql, rootsParent).map((row) => ({
    version: String(row.id).replace("container-", "01D").padEnd(16, "0"),
    container: JSON.parse(String(row.target)),
    at: Number(row.at),
    keepMs: Number(row.keep),
  }));
}

/** Brings a deleted container back under a name that the caller has found free. */
export function restoreContainer(store: Store, deleted: DeletedContainer, name: string): void {
  inTransaction(store.index, () => {
    const { container } = deleted;
    run(store.index, "DELETE FROM deletion WHERE id = ?", `container-${container.root}`);
    relink(store, container.root, { parent: rootsParent, name });
    insertRow(store, { ...container, name, version: nextVersion(store), modified: store.now() });
  });
}

/** Another name for the same container, in constant time; a lease stays behind (recorded). */
export function renameContainer(store: Store, container: Container, name: string): void {
  inTransaction(store.index, () => {
    run(store.index, "DELETE FROM container WHERE name = ?", container.name);
    relink(store, container.root, { parent: rootsParent, name });
    const extra = { ...container.extra, lease: undefined };
    insertRow(store, { ...container, name, extra, version: nextVersion(store), modified: store.now() });
  });
}

function insertRow(store: Store, container: Container): void {
  run(
    store.index,
    "INSERT INTO container(name, root, version, created, modified, extra) VALUES(?,?,?,?,?,?)",
    container.name,
    container.root,
    container.version,
    container.created,
    container.modified,
    JSON.stringify(container.extra),
  );
}
