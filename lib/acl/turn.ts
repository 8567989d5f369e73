import {
  type AclEntry,
  allBits,
  type Bits,
  isSameKey,
  isSameQualifier,
  type Qualifier,
  toBits,
} from "#lib/acl/entry.ts";
import type { Caller } from "#lib/acl/evaluate.ts";
import type { AccessRequest } from "#lib/acl/operation.ts";
import type { PathState } from "#lib/acl/path-state.ts";

/** Who asks for what. */
export type Situation = { readonly caller: Caller; readonly request: AccessRequest };

/** One thing that somebody could change. */
export type Turn =
  | { readonly kind: "join-group" | "leave-group"; readonly group: string }
  | { readonly kind: "lift-entry"; readonly path: string; readonly entry: AclEntry }
  | { readonly kind: "set-mask"; readonly path: string; readonly bits: Bits }
  /** The caller's own decisive entry on an item: a stop (---), or bits that no existing group would give. */
  | { readonly kind: "set-own-entry"; readonly path: string; readonly bits: Bits }
  | { readonly kind: "become-owner" | "hand-over"; readonly path: string }
  | { readonly kind: "gain-super-user" | "lose-super-user" | "lose-role" };

/** The situation after a change; other items and people stay as they are. */
export function applyTurn(situation: Situation, turn: Turn): Situation {
  const { caller, request } = situation;
  if ("path" in turn) {
    const change = (state: PathState) =>
      state.path === turn.path ? changeState(state, caller, turn) : state;
    return { caller, request: mapStates(request, change) };
  }
  return { caller: changeCaller(caller, turn), request };
}

function changeCaller(caller: Caller, turn: Exclude<Turn, { readonly path: string }>): Caller {
  switch (turn.kind) {
    case "join-group":
      return { ...caller, groupIds: [...caller.groupIds, turn.group] };
    case "leave-group":
      return { ...caller, groupIds: caller.groupIds.filter((id) => !isSameQualifier(id, turn.group)) };
    case "gain-super-user":
      return { ...caller, isSuperUser: true };
    case "lose-super-user":
      return { ...caller, isSuperUser: false };
    case "lose-role":
      return { ...caller, roleOperations: [] };
  }
}

function changeState(
  state: PathState,
  caller: Caller,
  turn: Extract<Turn, { readonly path: string }>,
): PathState {
  switch (turn.kind) {
    case "lift-entry":
      return { ...state, acl: state.acl.filter((entry) => !isSameKey(entry, turn.entry)) };
    case "set-mask":
      return withEntry(state, { scope: "access", tag: "mask", qualifier: null, bits: turn.bits });
    case "set-own-entry":
      return withOwnEntry(state, caller, turn.bits);
    case "become-owner":
      return { ...state, owner: caller.id };
    case "hand-over":
      return { ...state, owner: "$superuser" };
  }
}

/** For an owner the entry is user::, else a named one, which the mask has to let through. */
function withOwnEntry(state: PathState, caller: Caller, bits: Bits): PathState {
  if (isSameQualifier(caller.id, state.owner)) {
    return withEntry(state, { scope: "access", tag: "user", qualifier: null, bits });
  }
  const mask = state.acl.find((entry) => entry.scope === "access" && entry.tag === "mask");
  const named = withEntry(state, {
    scope: "access",
    tag: "user",
    qualifier: caller.id as Qualifier,
    bits,
  });
  const maskBits = toBits((mask?.bits ?? allBits) | bits);
  return withEntry(named, { scope: "access", tag: "mask", qualifier: null, bits: maskBits });
}

function withEntry(state: PathState, entry: AclEntry): PathState {
  return { ...state, acl: [...state.acl.filter((other) => !isSameKey(other, entry)), entry] };
}

function mapStates(request: AccessRequest, change: (state: PathState) => PathState): AccessRequest {
  const path = request.path.map(change);
  if (request.operation === "rename") {
    const overwritten = request.overwritten && change(request.overwritten);
    return { ...request, path, destination: request.destination.map(change), overwritten };
  }
  if (request.operation === "delete") {
    return { ...request, path, subdirectories: request.subdirectories?.map(change) };
  }
  return { ...request, path };
}

/** Every item that the request touches, once. */
export function statesOf(request: AccessRequest): readonly PathState[] {
  const states = new Map<string, PathState>();
  mapStates(request, (state) => {
    states.set(state.path, state);
    return state;
  });
  return [...states.values()];
}
