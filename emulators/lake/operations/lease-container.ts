import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import type { Call, Reply } from "#emulators/lake/call.ts";
import { changeLease, leaseReply } from "#emulators/lake/operations/lease-path.ts";
import { saveContainer } from "#emulators/lake/store/containers.ts";
import { checkConditions } from "#emulators/lake/wire/conditions.ts";
import { containerOf } from "#emulators/lake/wire/locate.ts";

/** Lease Container: `PUT ?restype=container&comp=lease`. */
export function leaseContainer(call: Call): Reply {
  demandRole(call, [actions.writeContainer]);
  const container = containerOf(call);
  checkConditions(call, container, "write");
  const change = changeLease(call, container.extra.lease, "container");
  container.extra.lease = change.lease;
  saveContainer(call.lake.store, container, false);
  return leaseReply(change, container);
}
