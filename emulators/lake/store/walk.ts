import { childOf, childrenAt, hasExpired, type PathRow } from "#emulators/lake/store/paths.ts";
import type { Store } from "#emulators/lake/store/store.ts";

export type WalkItem = { path: string; row: PathRow };
export type WalkPlan = {
  /** Where it starts; its own row is not an item. `prefix` is "" for the root, else `a/b/`. */
  start: { id: number; prefix: string };
  isRecursive: boolean;
  /** Only names at the first level that begin so. */
  namePrefix?: string;
  /** The last item of the page before, as its path below the start. */
  after?: string;
  limit: number;
  /** Asked before descending; false skips what is below. It may throw a refusal. */
  enter?: (item: WalkItem) => boolean;
};
export type WalkPage = { items: WalkItem[]; next?: string };

type Frame = { parent: number; prefix: string; after: string; from: string; buffer: PathRow[]; at: number };

const bufferMax = 1024;

/**
 * One page of a depth-first walk by name, a directory before its children.
 * A page costs what it shows: it resumes from the last path by name, not by counting.
 */
export function walk(store: Store, plan: WalkPlan): WalkPage {
  const stack = framesFor(store, plan);
  const items: WalkItem[] = [];
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    const row = frame && nextRow(store, frame, plan.limit - items.length + 1);
    if (!frame || !row || isOutside(stack.length, row, plan)) {
      stack.pop();
      continue;
    }
    if (items.length >= plan.limit)
      return { items, next: items[items.length - 1]?.path.slice(plan.start.prefix.length) };
    frame.at += 1;
    const item = { path: frame.prefix + row.name, row };
    items.push(item);
    if (plan.isRecursive && row.isDirectory && (plan.enter?.(item) ?? true))
      stack.push(newFrame(row.id, `${item.path}/`, ""));
  }
  return { items };
}

function isOutside(depth: number, row: PathRow, plan: WalkPlan): boolean {
  return depth === 1 && !row.name.startsWith(plan.namePrefix ?? "");
}

function newFrame(parent: number, prefix: string, after: string): Frame {
  return { parent, prefix, after, from: "", buffer: [], at: 0 };
}

function nextRow(store: Store, frame: Frame, wanted: number): PathRow | undefined {
  for (;;) {
    if (frame.at >= frame.buffer.length) {
      frame.buffer = childrenAt(store, frame, Math.min(wanted, bufferMax));
      frame.at = 0;
    }
    const row = frame.buffer[frame.at];
    if (!row) return undefined;
    frame.after = row.name;
    if (!hasExpired(store, row)) return row;
    frame.at += 1;
  }
}

/** The open directories on the way to the last item, so that the walk goes on behind it. */
function framesFor(store: Store, plan: WalkPlan): Frame[] {
  const names = plan.after ? plan.after.split("/") : [];
  const first = {
    ...newFrame(plan.start.id, plan.start.prefix, names[0] ?? ""),
    from: plan.namePrefix ?? "",
  };
  const stack = [first];
  let parent = plan.start.id;
  let prefix = plan.start.prefix;
  for (const [level, name] of names.entries()) {
    const row = childOf(store, parent, name);
    if (!plan.isRecursive || !row?.isDirectory) break;
    parent = row.id;
    prefix = `${prefix}${name}/`;
    const item = { path: prefix.slice(0, -1), row };
    if (level === names.length - 1 && plan.enter && !plan.enter(item)) break;
    stack.push(newFrame(parent, prefix, names[level + 1] ?? ""));
  }
  return stack;
}
