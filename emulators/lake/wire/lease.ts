import { type Call, type HeaderValues, headerOf } from "#emulators/lake/call.ts";
import type { Lease } from "#emulators/lake/store/paths.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A lease id header in lower case; one that is no GUID is refused by name (recorded). */
export function leaseIdOf(call: Call, name: string): string | undefined {
  const text = headerOf(call, name);
  if (text !== undefined && !guid.test(text)) throw badHeader(name, text);
  return text?.toLowerCase();
}

/** Whether the lease binds now. A broken one or a run-out one does not. */
export function isHeld(lease: Lease | undefined, nowMs: number): boolean {
  if (!lease || lease.state === "broken") return false;
  return lease.expiresMs === 0 || lease.expiresMs > nowMs;
}

export type LeaseKind = "path" | "container";
export type LeaseCheck = { lease: Lease | undefined; isWrite: boolean; header?: string; kind?: LeaseKind };

/** What the codes and the message call the leased thing (recorded). */
const words = {
  container: { suffix: "WithContainerOperation", noun: "container" },
  blob: { suffix: "WithBlobOperation", noun: "blob" },
  dfs: { suffix: "", noun: "resource" },
} as const;

/** A write to something leased needs the lease's id; an id where there is no lease is refused too. */
export function checkLease(call: Call, check: LeaseCheck): void {
  const given = leaseIdOf(call, check.header ?? "x-ms-lease-id");
  const { suffix, noun } = words[check.kind === "container" ? "container" : call.api];
  const isBound = isHeld(check.lease, call.lake.store.now());
  if (given === undefined && isBound && check.isWrite) throw leaseMissing(noun);
  if (given === undefined) return;
  if (!isBound) throw new Refusal(`LeaseNotPresent${suffix}`);
  if (check.lease?.id !== given) throw new Refusal(`LeaseIdMismatch${suffix}`);
}

function leaseMissing(noun: string): Refusal {
  return new Refusal("LeaseIdMissing", {
    message: `There is currently a lease on the ${noun} and no lease ID was specified in the request.`,
  });
}

/** `x-ms-lease-*` headers of properties answers. */
export function leaseHeaders(lease: Lease | undefined, nowMs: number): HeaderValues {
  if (lease && isHeld(lease, nowMs))
    return {
      "x-ms-lease-status": "locked",
      "x-ms-lease-state": lease.state,
      "x-ms-lease-duration": lease.durationS === -1 ? "infinite" : "fixed",
    };
  return { "x-ms-lease-status": "unlocked", "x-ms-lease-state": endedState(lease) };
}

function endedState(lease: Lease | undefined): string {
  if (!lease) return "available";
  return lease.state === "leased" ? "expired" : "broken";
}
