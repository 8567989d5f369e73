import { type Acl, parseAcl } from "#emulators/lake/access/acl.ts";
import { descriptorAtBirth } from "#emulators/lake/access/birth.ts";
import { superUser } from "#emulators/lake/access/caller.ts";
import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { containerNamed } from "#emulators/lake/store/containers.ts";
import { inTransaction, run } from "#emulators/lake/store/database.ts";
import { internGuard } from "#emulators/lake/store/guards.ts";
import { childOf, descriptorOf, pathById } from "#emulators/lake/store/paths.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import { nextVersion, type Store } from "#emulators/lake/store/store.ts";

/**
 * A declared tree. With `count`, `{n}` in the name becomes 0…count-1, padded to equal width. A node with
 * `children` or `directory` is a directory. `acl` and `owner` as on create; else what is born there inherits.
 */
type TreeNode = {
  name: string;
  count?: number;
  directory?: boolean;
  acl?: string;
  owner?: string;
  bytes?: number;
  children?: TreeNode[];
};
export type Tree = { container: string; nodes: TreeNode[] };

/** A tree from parsed JSON; throws naming what is missing. */
export function readTree(value: unknown): Tree {
  const isTree = (candidate: unknown): candidate is Tree =>
    typeof candidate === "object" &&
    candidate !== null &&
    "container" in candidate &&
    "nodes" in candidate &&
    Array.isArray(candidate.nodes);
  if (!isTree(value)) throw new Error('A tree is {"container": …, "nodes": […]}.');
  return value;
}

type Loading = { store: Store; extents: Map<number, Extent>; loaded: number };
type Place = { parent: number; guard: Descriptor };

/** Puts a declared tree into a container; existing directories are entered. Answers how many paths are new. */
export async function loadTree(store: Store, tree: Tree): Promise<number> {
  const container = containerNamed(store, tree.container);
  const root = container && pathById(store, container.root);
  if (!root) throw new Error(`There is no container ${tree.container}.`);
  const loading: Loading = { store, extents: new Map(), loaded: 0 };
  await writeContents(loading, tree.nodes);
  const place = { parent: root.id, guard: descriptorOf(store, root) };
  inTransaction(store.index, () => loadNodes(loading, place, tree.nodes));
  return loading.loaded;
}

/** Files of one size share one run of bytes on disk. */
async function writeContents(loading: Loading, nodes: readonly TreeNode[]): Promise<void> {
  for (const node of nodes) {
    const bytes = node.bytes ?? 0;
    if (bytes > 0 && !loading.extents.has(bytes))
      loading.extents.set(bytes, await loading.store.segments.write(filler(bytes)));
    await writeContents(loading, node.children ?? []);
  }
}

async function* filler(bytes: number): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(Math.min(bytes, 1 << 20), "t,value\n0,1.5\n");
  for (let left = bytes; left > 0; left -= piece.length)
    yield piece.subarray(0, Math.min(left, piece.length));
}

/** Paths of one node are born alike: their guard is worked out and interned once. */
function loadNodes(loading: Loading, place: Place, nodes: readonly TreeNode[]): void {
  for (const node of nodes) {
    const guard = descriptorAtBirth(place.guard, {
      isDirectory: isDirectory(node),
      owner: node.owner ?? superUser,
      acl: aclOf(node),
    });
    const born = { guard, guardId: internGuard(loading.store, guard) };
    const count = node.count ?? 1;
    const width = String(count - 1).length;
    for (let n = 0; n < count; n += 1) {
      const name = node.name.replaceAll("{n}", String(n).padStart(width, "0"));
      loadNode(loading, place, { node, name, born });
    }
  }
}

function isDirectory(node: TreeNode): boolean {
  return node.directory ?? node.children !== undefined;
}

function aclOf(node: TreeNode): Acl | undefined {
  if (node.acl === undefined) return undefined;
  const acl = parseAcl(node.acl);
  if (!acl) throw new Error(`The ACL of ${node.name} is malformed: ${node.acl}`);
  return acl;
}

type Born = { guard: Descriptor; guardId: number };
type Named = { node: TreeNode; name: string; born: Born };

function loadNode(loading: Loading, place: Place, { node, name, born }: Named): void {
  const existing = childOf(loading.store, place.parent, name);
  const id = existing?.id ?? insert(loading, place.parent, { node, name, born });
  if (!isDirectory(node)) return;
  const guard = existing ? descriptorOf(loading.store, existing) : born.guard;
  loadNodes(loading, { parent: id, guard }, node.children ?? []);
}

function insert(loading: Loading, parent: number, { node, name, born }: Named): number {
  const { store } = loading;
  const now = store.now();
  const extent = loading.extents.get(node.bytes ?? 0);
  const { id } = run(
    store.index,
    "INSERT INTO path(parent, name, directory, guard, version, created, modified, length) VALUES(?,?,?,?,?,?,?,?)",
    parent,
    name,
    isDirectory(node) ? 1 : 0,
    born.guardId,
    nextVersion(store),
    now,
    now,
    extent?.length ?? 0,
  );
  if (extent) {
    const sql = "INSERT INTO extent(path, position, length, segment, start) VALUES(?,0,?,?,?)";
    run(store.index, sql, id, extent.length, extent.segment, extent.start);
  }
  loading.loaded += 1;
  return id;
}
