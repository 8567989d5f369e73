import { parseAcl } from "#emulators/lake/access/acl.ts";
import { changeMode, setAcl } from "#emulators/lake/access/change.ts";
import type { Guarded } from "#emulators/lake/access/decide.ts";
import { type Descriptor, parseMode } from "#emulators/lake/access/descriptor.ts";
import { demand, hasRole, isSuperUser, mayChangeAcl, subjectOf } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { descriptorOf } from "#emulators/lake/store/paths.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** `PATCH ?action=setAccessControl`: ACL or permissions, owner, group. ETag and Last-Modified stay (recorded). */
export function setAccessControl(call: Call): Reply {
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, {
    actions: [actions.modifyPermissions, actions.manageOwnership, actions.write],
    ancestors: ancestorsOf(call, located),
    wanted: 0,
  });
  const path = located.target;
  if (!path || !target) throw new Refusal("PathNotFound");
  const before = descriptorOf(call.lake.store, path);
  const next = changedOwners(
    call,
    target,
    changedAcl(call, target, { before, isDirectory: path.isDirectory }),
  );
  checkLease(call, { lease: path.extra.lease, isWrite: true });
  checkConditions(call, path, "write");
  call.lake.changeGuard(path, next);
  return { status: 200, headers: { ...stampHeaders(path), "x-ms-namespace-enabled": "true" } };
}

type Before = { before: Descriptor; isDirectory: boolean };

function changedAcl(call: Call, target: Guarded, { before, isDirectory }: Before): Descriptor {
  const aclText = headerOf(call, "x-ms-acl");
  const modeText = headerOf(call, "x-ms-permissions");
  if (aclText === undefined && modeText === undefined) return before;
  if (aclText !== undefined && modeText !== undefined)
    throw new Refusal("InvalidInput", { message: "x-ms-acl and x-ms-permissions exclude each other." });
  const after =
    aclText === undefined
      ? withMode(call, before, modeText ?? "")
      : withAcl(call, aclText, { before, isDirectory });
  if (!mayChangeAcl(call, target)) throw new Refusal("AuthorizationPermissionMismatch");
  return after;
}

function withMode(call: Call, before: Descriptor, text: string): Descriptor {
  const mode = parseMode(text);
  if (!mode) throw new Refusal("InvalidPermission");
  return changeMode(before, mode, call.lake.access.doubts());
}

function withAcl(call: Call, text: string, { before, isDirectory }: Before): Descriptor {
  const sent = parseAcl(text);
  if (!sent || (!isDirectory && sent.access.length === 0)) throw new Refusal("InvaldAccessControlList");
  const isSticky = before.isSticky && call.lake.access.doubts().setAclKeepsSticky;
  return { ...before, isSticky, acl: setAcl(before.acl, sent, isDirectory) };
}

/** chown by super-users and manageOwnership only; chgrp also by an owner who is in the target group. */
function changedOwners(call: Call, target: Guarded, before: Descriptor): Descriptor {
  const owner = headerOf(call, "x-ms-owner") ?? before.owner;
  const group = headerOf(call, "x-ms-group") ?? before.group;
  const subject = subjectOf(call.caller);
  const isOwner = subject.oid.toLowerCase() === target.descriptor.owner.toLowerCase();
  const isForeignGroup = group !== before.group && !(isOwner && subject.groups.has(group.toLowerCase()));
  if (
    (owner !== before.owner || isForeignGroup) &&
    !hasRole(call, [actions.manageOwnership]) &&
    !isSuperUser(call)
  )
    throw new Refusal("AuthorizationPermissionMismatch");
  return { ...before, owner, group };
}
