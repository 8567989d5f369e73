import { parseAcl } from "#emulators/lake/access/acl.ts";
import { type Birth, descriptorAtBirth } from "#emulators/lake/access/birth.ts";
import { execute, write } from "#emulators/lake/access/bits.ts";
import { ownerName } from "#emulators/lake/access/caller.ts";
import { parseMode } from "#emulators/lake/access/descriptor.ts";
import { forbidsOverwrite } from "#emulators/lake/access/doubts.ts";
import { demand, demandSticky, hasRole, isSuperUser, subjectOf } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, queryOf, type Reply } from "#emulators/lake/call.ts";
import { acquireAtBirth } from "#emulators/lake/operations/lease-path.ts";
import { expiryAtBirth } from "#emulators/lake/operations/set-expiry.ts";
import { replaceContent } from "#emulators/lake/store/contents.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import {
  descriptorOf,
  type Extra,
  insertPath,
  type PathRow,
  saveExtra,
  saveGuard,
} from "#emulators/lake/store/paths.ts";
import { pathLevelsMax } from "#emulators/lake/wire/address.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import {
  ancestorsOf,
  guardedAt,
  type Located,
  locate,
  parentDepth,
  targetOf,
} from "#emulators/lake/wire/locate.ts";
import { dfsContentNames, readContentHeaders, readProperties } from "#emulators/lake/wire/properties.ts";
import { badHeader, badQuery, notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Path - Create: `PUT ?resource=file|directory`. Missing parents come into being; a file is overwritten. */
export function createPath(call: Call): Reply {
  const kind = queryOf(call, "resource");
  if (kind !== "file" && kind !== "directory") throw badQuery("resource", kind ?? "");
  const isDirectory = kind === "directory";
  const located = locate(call);
  demandCreation(call, located);
  refuseExisting(call, located, isDirectory);
  const extra: Extra = {
    headers: readContentHeaders(call, dfsContentNames),
    metadata: readProperties(call),
    encryptionContext: headerOf(call, "x-ms-encryption-context"),
    ...expiryAtBirth(call),
  };
  const path = inTransaction(call.lake.store.index, () => makePath(call, located, { isDirectory, extra }));
  acquireAtBirth(call, path);
  return createdReply(path);
}

function createdReply(path: PathRow): Reply {
  return { status: 201, headers: { ...stampHeaders(path), "x-ms-request-server-encrypted": "true" } };
}

/** WX on the parent (the deepest existing one), the sticky bit and the overwrite switch for what exists. */
export function demandCreation(call: Call, located: Located): void {
  if (located.segments.length === 0) throw new Refusal("PathConflict");
  if (located.segments.length > pathLevelsMax) throw new Refusal("PathIsTooDeep");
  const target = targetOf(call, located);
  const depth = parentDepth(located);
  const parent = guardedAt(call, located, depth);
  const needed = target ? [actions.write] : [actions.write, actions.add];
  demand(call, {
    actions: needed,
    ancestors: ancestorsOf(call, located).slice(0, depth),
    target: parent,
    wanted: write | execute,
  });
  if (!target || located.target?.isDirectory) return;
  demandSticky(call, { directory: parent, child: target, actions: [actions.write] });
  if (forbidsOverwrite(call.lake.access.doubts(), hasRole(call, [actions.write])))
    throw new Refusal("UnauthorizedBlobOverwrite");
}

/** If-None-Match: * is 409 PathAlreadyExists (recorded); a file never becomes a directory nor the reverse. */
export function refuseExisting(call: Call, located: Located, isDirectory: boolean): void {
  const deepest = located.chain[located.chain.length - 1];
  if (!located.target && !deepest?.isDirectory) throw new Refusal("PathConflict");
  if (located.target && headerOf(call, "if-none-match")?.trim() === "*")
    throw new Refusal("PathAlreadyExists", {
      headers: { "x-ms-existing-resource-type": located.target.isDirectory ? "directory" : "file" },
    });
  checkConditions(call, located.target, "write");
  if (!located.target) return;
  if (located.target.isDirectory !== isDirectory) throw new Refusal("PathConflict");
  checkLease(call, { lease: located.target.extra.lease, isWrite: true });
}

type Made = { isDirectory: boolean; extra: Extra };

/** Inserts or overwrites the path and the parents that are missing. Inside a transaction. */
export function makePath(call: Call, located: Located, made: Made): PathRow {
  const { store } = call.lake;
  if (located.target) return overwrite(call, located.target, { located, made });
  let parent = located.chain[located.chain.length - 1];
  const missing = located.segments.slice(located.chain.length - 1);
  const owner = ownerName(call.caller);
  for (const [index, name] of missing.entries()) {
    if (!parent) throw new Error("A located chain is never empty.");
    const isLast = index === missing.length - 1;
    const birth: Birth = isLast ? requestedBirth(call, made.isDirectory) : { isDirectory: true, owner };
    const guard = descriptorAtBirth(descriptorOf(store, parent), birth);
    const extra = isLast ? made.extra : { isImplicit: true };
    parent = insertPath(store, { parent: parent.id, name, isDirectory: birth.isDirectory, guard, extra });
  }
  if (!parent) throw new Error("A located chain is never empty.");
  return parent;
}

/** A directory keeps its children and its guard; a file is emptied and belongs to who overwrites it (recorded). */
function overwrite(
  call: Call,
  target: PathRow,
  { located, made }: { located: Located; made: Made },
): PathRow {
  const { store } = call.lake;
  target.extra = target.isDirectory
    ? kept(target.extra, made.extra)
    : { ...made.extra, lease: target.extra.lease };
  saveExtra(store, target);
  if (target.isDirectory) return target;
  const parent = located.chain[located.chain.length - 2];
  if (parent && call.lake.access.doubts().overwriteChangesOwner)
    saveGuard(store, target, descriptorAtBirth(descriptorOf(store, parent), requestedBirth(call, false)));
  replaceContent(store, target, []);
  return target;
}

/** A directory that is created again keeps what the request does not name [guessed]. */
function kept(before: Extra, asked: Extra): Extra {
  return {
    ...before,
    headers: { ...before.headers, ...asked.headers },
    metadata: asked.metadata ?? before.metadata,
    isImplicit: undefined,
  };
}

/** What the request's headers ask for a new path. */
function requestedBirth(call: Call, isDirectory: boolean): Birth {
  if (headerOf(call, "x-ms-encryption-key")) throw notEmulated("customer-provided encryption keys");
  const permissions = headerOf(call, "x-ms-permissions");
  const aclText = headerOf(call, "x-ms-acl");
  if (permissions !== undefined && aclText !== undefined)
    throw new Refusal("InvalidInput", { message: "x-ms-acl and x-ms-permissions exclude each other." });
  const mode = permissions === undefined ? undefined : parseMode(permissions);
  if (permissions !== undefined && !mode) throw new Refusal("InvalidPermission");
  const acl = aclText === undefined ? undefined : parseAcl(aclText);
  if (aclText !== undefined && !acl) throw new Refusal("InvaldAccessControlList");
  return { isDirectory, mode, acl, umask: umaskOf(call), ...requestedOwners(call) };
}

function umaskOf(call: Call): number | undefined {
  const text = headerOf(call, "x-ms-umask");
  if (text === undefined) return undefined;
  if (!/^[0-7]{3,4}$/.test(text)) throw badHeader("x-ms-umask", text);
  return Number.parseInt(text, 8);
}

/** Only a super-user, or who may manage ownership, names another owner or group. */
function requestedOwners(call: Call): { owner: string; group?: string } {
  const self = ownerName(call.caller);
  const owner = headerOf(call, "x-ms-owner") ?? self;
  const group = headerOf(call, "x-ms-group");
  const isForeign =
    owner !== self || (group !== undefined && !subjectOf(call.caller).groups.has(group.toLowerCase()));
  if (isForeign && !hasRole(call, [actions.manageOwnership]) && !isSuperUser(call))
    throw new Refusal("AuthorizationPermissionMismatch");
  return { owner, group };
}
