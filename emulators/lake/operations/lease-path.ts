import { randomUUID } from "node:crypto";
import { write } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { type Lease, type PathRow, saveExtra } from "#emulators/lake/store/paths.ts";
import { checkConditions, type Stamped, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { isHeld, type LeaseKind, leaseIdOf } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Lease of a path: blob `PUT ?comp=lease` and dfs `POST` with x-ms-lease-action. */
export function leasePath(call: Call): Reply {
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, { actions: [actions.write], ancestors: ancestorsOf(call, located), target, wanted: write });
  if (!located.target) throw new Refusal("PathNotFound");
  checkConditions(call, located.target, "write");
  const path = located.target;
  const change = changeLease(call, path.extra.lease, "path");
  path.extra.lease = change.lease;
  saveExtra(call.lake.store, path, false);
  return leaseReply(change, path);
}

export type LeaseChange = { status: number; lease: Lease | undefined; headers: Record<string, string> };

export function leaseReply(change: LeaseChange, stamped: Stamped): Reply {
  return { status: change.status, headers: { ...stampHeaders(stamped), ...change.headers } };
}

/** What an acquire, renew, change, release or break makes of a lease. */
export function changeLease(call: Call, lease: Lease | undefined, kind: LeaseKind): LeaseChange {
  const action = headerOf(call, "x-ms-lease-action");
  switch (action?.toLowerCase()) {
    case "acquire":
      return acquire(call, lease);
    case "renew":
      return renew(call, heldBy(call, lease, kind));
    case "change":
      return change(call, heldBy(call, lease, kind));
    case "release":
      heldBy(call, lease, kind);
      return { status: 200, lease: undefined, headers: {} };
    case "break":
      return breakLease(call, lease, kind);
    default:
      if (action === undefined)
        throw new Refusal("MissingRequiredHeader", { details: { HeaderName: "x-ms-lease-action" } });
      throw badHeader("x-ms-lease-action", action);
  }
}

function acquire(call: Call, lease: Lease | undefined): LeaseChange {
  const now = call.lake.store.now();
  const id = leaseIdOf(call, "x-ms-proposed-lease-id") ?? randomUUID();
  const durationS = durationOf(call);
  if (lease && isHeld(lease, now) && (lease.id !== id || lease.state === "breaking"))
    throw new Refusal("LeaseAlreadyPresent");
  const next: Lease = {
    id,
    durationS,
    expiresMs: durationS === -1 ? 0 : now + durationS * 1000,
    state: "leased",
  };
  return { status: 201, lease: next, headers: { "x-ms-lease-id": id } };
}

function durationOf(call: Call): number {
  const text = headerOf(call, "x-ms-lease-duration") ?? "-1";
  const seconds = Number(text);
  if (seconds !== -1 && !(Number.isInteger(seconds) && seconds >= 15 && seconds <= 60))
    throw badHeader("x-ms-lease-duration", text);
  return seconds;
}

function renew(call: Call, lease: Lease): LeaseChange {
  if (lease.state !== "leased") throw new Refusal("LeaseIsBrokenAndCannotBeRenewed");
  const expiresMs = lease.durationS === -1 ? 0 : call.lake.store.now() + lease.durationS * 1000;
  return { status: 200, lease: { ...lease, expiresMs }, headers: { "x-ms-lease-id": lease.id } };
}

function change(call: Call, lease: Lease): LeaseChange {
  const id = leaseIdOf(call, "x-ms-proposed-lease-id");
  if (!id) throw new Refusal("MissingRequiredHeader", { details: { HeaderName: "x-ms-proposed-lease-id" } });
  return { status: 200, lease: { ...lease, id }, headers: { "x-ms-lease-id": id } };
}

/** Without a period a path's lease breaks at once, a container's runs out first (both recorded). */
function breakLease(call: Call, lease: Lease | undefined, kind: LeaseKind): LeaseChange {
  const now = call.lake.store.now();
  if (!lease) throw new Refusal("LeaseNotPresentWithLeaseOperation");
  const period = headerOf(call, "x-ms-lease-break-period");
  const leftS = lease.expiresMs === 0 ? undefined : Math.max(0, Math.floor((lease.expiresMs - now) / 1000));
  const byDefault = kind === "container" ? (leftS ?? 0) : 0;
  const waitS = period === undefined ? byDefault : Math.min(Number(period), leftS ?? Number(period));
  const state = waitS > 0 ? "breaking" : "broken";
  const expiresMs = waitS > 0 ? now + waitS * 1000 : 0;
  return {
    status: 202,
    lease: { ...lease, state, expiresMs },
    headers: { "x-ms-lease-time": String(waitS) },
  };
}

/** The lease named by x-ms-lease-id, which must be the present one. */
function heldBy(call: Call, lease: Lease | undefined, kind: LeaseKind): Lease {
  const given = leaseIdOf(call, "x-ms-lease-id");
  if (!given) throw new Refusal("MissingRequiredHeader", { details: { HeaderName: "x-ms-lease-id" } });
  const mismatched = () => new Refusal("LeaseIdMismatchWithLeaseOperation");
  if (!lease) throw kind === "container" ? mismatched() : new Refusal("LeaseNotPresentWithLeaseOperation");
  const isChanged = headerOf(call, "x-ms-proposed-lease-id")?.toLowerCase() === lease.id;
  if (lease.id !== given && !isChanged) throw mismatched();
  return lease;
}

/** A lease taken along with the creation, when the request proposes one. */
export function acquireAtBirth(call: Call, path: PathRow): void {
  if (!headerOf(call, "x-ms-proposed-lease-id")) return;
  path.extra.lease = acquire(call, path.extra.lease).lease;
  saveExtra(call.lake.store, path, false);
}
