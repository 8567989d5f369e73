import { execute, read, write } from "#emulators/lake/access/bits.ts";
import {
  demand,
  demandSticky,
  hasRole,
  isSuperUser,
  mayDoOn,
  type Need,
} from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import type { Call, Reply } from "#emulators/lake/call.ts";
import { discard } from "#emulators/lake/store/deletions.ts";
import { hasChildren, type PathRow } from "#emulators/lake/store/paths.ts";
import { walk } from "#emulators/lake/store/walk.ts";
import { checkConditions } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import {
  ancestorsOf,
  guardedAt,
  type Located,
  locate,
  parentDepth,
  pathText,
  targetOf,
} from "#emulators/lake/wire/locate.ts";
import { flagOf } from "#emulators/lake/wire/numbers.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Path - Delete. Recursive deletion is judged as a whole and takes effect at once, however much lies below. */
export function deletePath(call: Call): Reply {
  const located = locate(call);
  const path = demandDeletion(call, located);
  if (path.isDirectory && hasChildren(call.lake.store, path.id)) {
    if (!flagOf(call, "recursive")) throw new Refusal("DirectoryNotEmpty");
    demandWholeTree(call, located, path);
  }
  return { status: 200, headers: discardPath(call, located, path) };
}

/** WX on the parent and the sticky bit; nothing on the item itself. The root cannot go. */
export function demandDeletion(call: Call, located: Located): PathRow {
  const target = targetOf(call, located);
  const depth = Math.max(0, parentDepth(located));
  const parent = guardedAt(call, located, depth);
  demand(call, { actions: [actions.delete], ...parentNeed(call, located) });
  if (!located.target || !target) throw new Refusal("PathNotFound");
  if (located.segments.length === 0)
    throw new Refusal("InvalidInput", { message: "The root directory cannot be deleted." });
  demandSticky(call, { directory: parent, child: target, actions: [actions.delete] });
  checkLease(call, { lease: located.target.extra.lease, isWrite: true });
  checkConditions(call, located.target, "write");
  return located.target;
}

/**
 * WX on the parent when the parent is there, whether the item is or not: the ACL is judged before existence
 * (recorded for create). Where already the parent is missing, traverse is all that can be asked.
 */
export function parentNeed(call: Call, located: Located): Pick<Need, "ancestors" | "target" | "wanted"> {
  const isParentThere = located.chain.length >= located.segments.length;
  const depth = Math.max(0, parentDepth(located));
  const parent = guardedAt(call, located, depth);
  const ancestors = ancestorsOf(call, located);
  if (!isParentThere || !located.chain[depth]?.isDirectory) return { ancestors, wanted: 0 };
  return { ancestors: ancestors.slice(0, depth), target: parent, wanted: write | execute };
}

/** RWX on the directory and on every directory below [D]. */
function demandWholeTree(call: Call, located: Located, path: PathRow): void {
  if (hasRole(call, [actions.delete]) || isSuperUser(call)) return;
  const rwx = read | write | execute;
  const refuse = () => new Refusal("AuthorizationPermissionMismatch");
  const target = targetOf(call, located);
  if (target && !mayDoOn(call, target, rwx)) throw refuse();
  walk(call.lake.store, {
    start: { id: path.id, prefix: `${pathText(located)}/` },
    isRecursive: true,
    limit: Number.MAX_SAFE_INTEGER,
    enter: (item) => {
      if (!mayDoOn(call, { path: item.path, descriptor: call.lake.feltGuard(item.row) }, rwx)) throw refuse();
      return true;
    },
  });
}

/** Out of sight at once; kept for a while where soft delete is on. Headers as recorded. */
export function discardPath(call: Call, located: Located, path: PathRow): Record<string, string> {
  const keepMs = call.lake.service.deleteRetentionMs();
  const id = discard(
    call.lake.store,
    path,
    keepMs > 0 ? { container: located.container.root, target: pathText(located), keepMs } : undefined,
  );
  call.lake.purgeSoon();
  return keepMs > 0
    ? { "x-ms-delete-type-permanent": "false", "x-ms-deletion-id": id }
    : { "x-ms-delete-type-permanent": "true" };
}
