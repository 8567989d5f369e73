import { type Caller, superUser } from "#emulators/lake/access/caller.ts";
import {
  type Deciding,
  decide,
  decideItem,
  type Guarded,
  type Subject,
  stickyForbids,
} from "#emulators/lake/access/decide.ts";
import { type Action, actions, roleGranting } from "#emulators/lake/access/roles.ts";
import type { Call } from "#emulators/lake/call.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** What an operation needs: one of these actions by role, or these bits by ACL. */
export type Need = {
  actions: readonly Action[];
  isListing?: boolean;
  container?: string;
  ancestors: readonly Guarded[];
  target?: Guarded;
  wanted: number;
};

export function subjectOf(caller: Caller): Subject {
  return caller.kind === "key" ? { oid: superUser, groups: new Set() } : caller;
}

/** Whether a role answers for the caller before any ACL is asked; the log gets its name. */
export function hasRole(
  call: Call,
  wanted: readonly Action[],
  more: { container?: string; isListing?: boolean } = {},
): boolean {
  const { caller, lake } = call;
  if (caller.kind === "key") return noted(call, "account key");
  if (!lake.access.isChecking()) return noted(call, "checks are switched off");
  const container = more.container ?? call.address.container;
  for (const action of wanted) {
    const role = roleGranting(lake.access.roles(), caller, { action, container, isListing: more.isListing });
    if (role) return noted(call, `role ${role}`);
  }
  return false;
}

function noted(call: Call, text: string): boolean {
  call.facts.decidedBy = text;
  return true;
}

/** A super-user: the account key, or a role with runAsSuperUser. */
export function isSuperUser(call: Call): boolean {
  return hasRole(call, [actions.runAsSuperUser]);
}

/** Role first, then the ACL; refuses with AuthorizationPermissionMismatch. */
export function demand(call: Call, need: Need): void {
  if (!mayDo(call, need)) throw new Refusal("AuthorizationPermissionMismatch");
}

/** The same as a question. */
export function mayDo(call: Call, need: Need): boolean {
  if (hasRole(call, need.actions, need) || isSuperUser(call)) return true;
  const { isAllowed, by } = decide({ ...need, subject: subjectOf(call.caller) }, call.lake.access.doubts());
  noteDeciding(call, by, isAllowed);
  return isAllowed;
}

/** The bits on one item alone, for walks whose ancestors are judged already. */
export function mayDoOn(call: Call, item: Guarded, wanted: number): boolean {
  const { isAllowed, by } = decideItem(subjectOf(call.caller), { item, wanted }, call.lake.access.doubts());
  if (!isAllowed) noteDeciding(call, by, false);
  return isAllowed;
}

/** Operations that no ACL grants: by role alone. */
export function demandRole(call: Call, wanted: readonly Action[]): void {
  if (hasRole(call, wanted)) return;
  call.facts.decidedBy = "no role; an ACL cannot grant this";
  throw new Refusal("AuthorizationPermissionMismatch");
}

/** A child about to be removed or renamed, and the actions by which a role passes the sticky bit over. */
export type Removal = { directory: Guarded; child: Guarded; actions: readonly Action[] };

/** The sticky bit of a directory protects a child from everyone but its owner and the directory's. */
export function demandSticky(call: Call, { directory, child, actions: wanted }: Removal): void {
  if (!stickyForbids(subjectOf(call.caller), directory, child)) return;
  if (hasRole(call, wanted) || isSuperUser(call)) return;
  call.facts.decidedBy = "sticky bit";
  call.facts.decidedAt = directory.path;
  throw new Refusal("AuthorizationPermissionMismatch");
}

/** Owners change permissions, and who has modifyPermissions or is super-user. */
export function mayChangeAcl(call: Call, item: Guarded): boolean {
  if (subjectOf(call.caller).oid.toLowerCase() === item.descriptor.owner.toLowerCase()) {
    call.facts.decidedBy = "owner of the item";
    return true;
  }
  if (hasRole(call, [actions.modifyPermissions]) || isSuperUser(call)) return true;
  call.facts.decidedBy = "not the owner";
  call.facts.decidedAt = item.path;
  return false;
}

function noteDeciding(call: Call, by: Deciding, isAllowed: boolean): void {
  call.facts.decidedBy = `${by.rule} ${by.entry}${isAllowed ? "" : ` lacks ${by.wanted}`}`;
  call.facts.decidedAt = by.path === "" ? "/" : by.path;
  call.facts.mask = by.mask;
}
