import type { Guarded } from "#emulators/lake/access/decide.ts";
import type { Call } from "#emulators/lake/call.ts";
import { type Container, containerNamed } from "#emulators/lake/store/containers.ts";
import { childOf, type PathRow, pathById } from "#emulators/lake/store/paths.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** A path as far as it exists. `chain` runs from the root to the deepest existing item. */
export type Located = {
  container: Container;
  segments: string[];
  chain: PathRow[];
  /** The item itself; undefined when it is not there. */
  target?: PathRow;
};

/** The container of the request; 404 when there is none. */
export function containerOf(call: Call, name = call.address.container): Container {
  const container = name === undefined ? undefined : containerNamed(call.lake.store, name);
  if (!container) throw new Refusal("FilesystemNotFound");
  return container;
}

export function locate(call: Call, segments = call.address.segments, container = containerOf(call)): Located {
  const { store } = call.lake;
  const root = pathById(store, container.root);
  if (!root) throw new Error(`Container ${container.name} has no root.`);
  const chain = [root];
  for (const segment of segments) {
    const parent = chain[chain.length - 1];
    const child = parent?.isDirectory ? childOf(store, parent.id, segment) : undefined;
    if (!child) return { container, segments, chain };
    chain.push(child);
  }
  return { container, segments, chain, target: chain[chain.length - 1] };
}

/** An item of the chain as the access check sees it, ACL delay included. */
export function guardedAt(call: Call, located: Located, depth: number): Guarded {
  const row = located.chain[depth];
  if (!row) throw new Error("The chain is shorter than asked.");
  return { path: located.segments.slice(0, depth).join("/"), descriptor: call.lake.feltGuard(row) };
}

/** The directories above the item, or all that exist of them. Files in the middle do not count. */
export function ancestorsOf(call: Call, located: Located): Guarded[] {
  const last = located.target ? located.chain.length - 1 : located.chain.length;
  return located.chain
    .slice(0, last)
    .flatMap((row, depth) => (row.isDirectory ? [guardedAt(call, located, depth)] : []));
}

/** The item itself, when it exists. */
export function targetOf(call: Call, located: Located): Guarded | undefined {
  return located.target ? guardedAt(call, located, located.chain.length - 1) : undefined;
}

/** The parent directory of an existing item, or the deepest existing directory for one that does not exist. */
export function parentDepth(located: Located): number {
  return located.target ? located.chain.length - 2 : located.chain.length - 1;
}

export function pathText(located: Located): string {
  return located.segments.join("/");
}
