import { parseAcl } from "#lib/acl/parse.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { idOf } from "#tests/unit/acl/arbitraries.ts";

export const ada = idOf(1);
export const boss = idOf(2);
export const red = idOf(3);
export const blue = idOf(4);

/** A directory of boss's with this ACL text, changed as asked. */
export function item(path: string, aclText: string, rest: Partial<PathState> = {}): PathState {
  const parsed = parseAcl(aclText);
  if (!parsed.ok) throw new Error(`${aclText}: ${parsed.reason}`);
  return { path, isDirectory: true, acl: parsed.acl, owner: boss, group: boss, isSticky: false, ...rest };
}

/** A container's root that everyone may pass. */
export const open = item("", "user::rwx,group::---,other::--x");
