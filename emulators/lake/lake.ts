import type { IncomingMessage } from "node:http";
import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import type { GroupsOf } from "#emulators/lake/access/groups.ts";
import type { AccessSettings } from "#emulators/lake/access/settings.ts";
import type { TokenVerifier } from "#emulators/lake/access/tokens.ts";
import type { Service } from "#emulators/lake/service/properties.ts";
import { run } from "#emulators/lake/store/database.ts";
import { purgeSome } from "#emulators/lake/store/deletions.ts";
import { guardOf, internGuard } from "#emulators/lake/store/guards.ts";
import type { PathRow } from "#emulators/lake/store/paths.ts";
import type { Store } from "#emulators/lake/store/store.ts";

/** Where tokens are verified and groups come from. `acceptsKey` is there only while shared key is switched on. */
export type IdentitySource = {
  tenantId: string;
  verify: TokenVerifier;
  groupsOf: GroupsOf;
  acceptsKey?: (request: IncomingMessage) => void;
};

/** One storage account: what is kept, who may what, and how its changes are felt. */
export type Lake = {
  account: string;
  store: Store;
  access: AccessSettings;
  identity: IdentitySource;
  service: Service;
  /** The blob endpoint as listings name it, without a final slash. */
  endpointOf: (request: IncomingMessage) => string;
  /** The guard of a path as the access check feels it: the old one until the ACL delay has passed. */
  feltGuard: (path: PathRow) => Descriptor;
  changeGuard: (path: PathRow, guard: Descriptor) => void;
  changeGuardTo: (path: PathRow, guardId: number) => void;
  /** Lets discarded paths be purged in small steps between requests. */
  purgeSoon: () => void;
  stop: () => void;
};

export type LakeParts = Pick<Lake, "account" | "store" | "access" | "identity" | "service">;

export function createLake(parts: LakeParts): Lake {
  const { store, account } = parts;
  const felt = createFeltGuards(parts);
  const purging = createPurging(store);
  return {
    ...parts,
    ...felt,
    ...purging,
    endpointOf: (request) => {
      const scheme = "encrypted" in request.socket ? "https" : "http";
      const host = request.headers.host ?? "127.0.0.1";
      return host.startsWith(`${account}.`) ? `${scheme}://${host}` : `${scheme}://${host}/${account}`;
    },
  };
}

type Old = { guard: number; untilMs: number };

function createFeltGuards({
  store,
  access,
}: LakeParts): Pick<Lake, "feltGuard" | "changeGuard" | "changeGuardTo"> {
  const old = new Map<number, Old[]>();
  const changeGuardTo = (path: PathRow, guardId: number): void => {
    const { aclMs } = access.delays();
    if (aclMs > 0) {
      const kept = (old.get(path.id) ?? []).filter((entry) => entry.untilMs > store.now());
      old.set(path.id, [...kept, { guard: path.guard, untilMs: store.now() + aclMs }]);
    }
    path.guard = guardId;
    run(store.index, "UPDATE path SET guard = ? WHERE id = ?", guardId, path.id);
  };
  return {
    changeGuardTo,
    changeGuard: (path, guard) => changeGuardTo(path, internGuard(store, guard)),
    feltGuard: (path) => {
      const entries = old.get(path.id);
      const inForce = entries?.find((entry) => entry.untilMs > store.now());
      if (entries && !inForce) old.delete(path.id);
      return guardOf(store, inForce?.guard ?? path.guard);
    },
  };
}

/** Requests go first: a purge of a million paths takes its time in the background. */
const purgePauseMs = 25;

function createPurging(store: Store): Pick<Lake, "purgeSoon" | "stop"> {
  let isRunning = false;
  let isStopped = false;
  const step = (): void => {
    isRunning = !isStopped && purgeSome(store);
    if (isRunning) setTimeout(step, purgePauseMs).unref();
  };
  return {
    purgeSoon: () => {
      if (isRunning || isStopped) return;
      isRunning = true;
      setImmediate(step);
    },
    stop: () => {
      isStopped = true;
    },
  };
}
