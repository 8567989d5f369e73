import type { AclDoubts } from "#lib/acl/doubts.ts";
import {
  doesAppendNeedRead,
  doesReaderRoleSpareRead,
  doesRenameNeedSourceWrite,
  doesStatusNeedOnlyTraverse,
} from "#lib/acl/doubts.ts";
import { allBits, type Bits } from "#lib/acl/entry.ts";
import type { PathState } from "#lib/acl/path-state.ts";

/** The items from the container's root down to the one in question, all ancestors included. */
export type PathChain = readonly PathState[];

/** What someone wants to do. */
export type AccessRequest =
  | { readonly operation: "list" | "read" | "write" | "status" | "chmod" | "chown"; readonly path: PathChain }
  /** `path` ends at the directory in which something is made. */
  | { readonly operation: "create"; readonly path: PathChain }
  /** With `subdirectories` (all below, at any depth) the deletion is recursive. */
  | {
      readonly operation: "delete";
      readonly path: PathChain;
      readonly subdirectories?: readonly PathState[];
    }
  /** `destination` ends at the directory that takes the item; `overwritten` is what lies there already. */
  | {
      readonly operation: "rename";
      readonly path: PathChain;
      readonly destination: PathChain;
      readonly overwritten?: PathState;
    }
  | { readonly operation: "chgrp"; readonly path: PathChain; readonly toGroup: string }
  /** Nothing but these bits on the last item, with traverse above. */
  | { readonly operation: "bits"; readonly path: PathChain; readonly wanted: Bits };

export type Operation = AccessRequest["operation"];

/** One thing that has to hold for a request. */
export type Check =
  | {
      readonly kind: "bits";
      readonly purpose: "traverse" | "item" | "parent" | "destination" | "subdirectory";
      readonly state: PathState;
      readonly wanted: Bits;
    }
  | { readonly kind: "sticky"; readonly directory: PathState; readonly item: PathState }
  | { readonly kind: "owner"; readonly state: PathState }
  | { readonly kind: "super-user"; readonly state: PathState }
  | { readonly kind: "member"; readonly state: PathState; readonly group: string }
  | { readonly kind: "never"; readonly state: PathState };

const execute: Bits = 1;
const writeExecute: Bits = 3;
const readExecute: Bits = 5;
const readWrite: Bits = 6;

/** What the lake checks for a request, in its order (adls.md 2.7 "Needed bits"); the path must not be empty. */
export function checksOf(
  request: AccessRequest,
  caller: { readonly canReadByRole: boolean },
  doubts: AclDoubts,
): readonly Check[] {
  switch (request.operation) {
    case "list":
      return onItem(request.path, readExecute);
    case "read":
      return onItem(request.path, 4);
    case "write":
      return onItem(request.path, appendBits(caller, doubts));
    case "bits":
      return onItem(request.path, request.wanted);
    case "status":
      return doesStatusNeedOnlyTraverse(doubts) ? traverse(request.path) : onItem(request.path, 4);
    case "create":
      return inDirectory(request.path, "parent");
    case "delete":
      return deleteChecks(request);
    case "rename":
      return renameChecks(request, doubts);
    case "chmod":
      return [...traverse(request.path), { kind: "owner", state: lastOf(request.path) }];
    case "chgrp":
      return chgrpChecks(request);
    case "chown":
      return [...traverse(request.path), { kind: "super-user", state: lastOf(request.path) }];
  }
}

function appendBits(caller: { readonly canReadByRole: boolean }, doubts: AclDoubts): Bits {
  const isReadSpared = caller.canReadByRole && doesReaderRoleSpareRead(doubts);
  return doesAppendNeedRead(doubts) && !isReadSpared ? readWrite : 2;
}

/** WX on the parent, nothing on a file, RWX on every directory that is emptied; a container's root cannot go (adls.md 2.7). */
function deleteChecks(request: AccessRequest & { readonly operation: "delete" }): readonly Check[] {
  const item = lastOf(request.path);
  const parent = request.path.at(-2);
  if (!parent) return [{ kind: "never", state: item }];
  const emptied = request.subdirectories && item.isDirectory ? [item, ...request.subdirectories] : [];
  return [
    ...inDirectory(request.path.slice(0, -1), "parent"),
    { kind: "sticky", directory: parent, item },
    ...emptied.map((state) => ({ kind: "bits", purpose: "subdirectory", state, wanted: allBits }) as const),
  ];
}

function renameChecks(
  request: AccessRequest & { readonly operation: "rename" },
  doubts: AclDoubts,
): readonly Check[] {
  const item = lastOf(request.path);
  const parent = request.path.at(-2);
  if (!parent) return [{ kind: "never", state: item }];
  const itself: Check = { kind: "bits", purpose: "item", state: item, wanted: 2 };
  const { overwritten } = request;
  return [
    ...inDirectory(request.path.slice(0, -1), "parent"),
    { kind: "sticky", directory: parent, item },
    ...(item.isDirectory && doesRenameNeedSourceWrite(doubts) ? [itself] : []),
    ...inDirectory(request.destination, "destination"),
    ...(overwritten
      ? [{ kind: "sticky", directory: lastOf(request.destination), item: overwritten } as const]
      : []),
  ];
}

function chgrpChecks(request: AccessRequest & { readonly operation: "chgrp" }): readonly Check[] {
  const state = lastOf(request.path);
  return [
    ...traverse(request.path),
    { kind: "owner", state },
    { kind: "member", state, group: request.toGroup },
  ];
}

function onItem(path: PathChain, wanted: Bits): readonly Check[] {
  return [...traverse(path), { kind: "bits", purpose: "item", state: lastOf(path), wanted }];
}

function inDirectory(path: PathChain, purpose: "parent" | "destination"): readonly Check[] {
  return [...traverse(path), { kind: "bits", purpose, state: lastOf(path), wanted: writeExecute }];
}

function traverse(path: PathChain): readonly Check[] {
  return path
    .slice(0, -1)
    .map((state) => ({ kind: "bits", purpose: "traverse", state, wanted: execute }) as const);
}

function lastOf(path: PathChain): PathState {
  const last = path.at(-1);
  if (!last) throw new RangeError("a path chain begins with the container's root");
  return last;
}
