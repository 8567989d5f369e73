import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { positionOf, writableFile } from "#emulators/lake/operations/append.ts";
import { flushAt } from "#emulators/lake/operations/flush.ts";
import { checkConditions } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";

/** Path - Update, `action=flush&position=LENGTH`. When it is answered, the bytes are there for good. */
export function flushPath(call: Call): Reply {
  const path = writableFile(call);
  checkLease(call, { lease: path.extra.lease, isWrite: true });
  checkConditions(call, path, "write");
  const keepsRest = queryOf(call, "retainuncommitteddata") === "true";
  return flushAt(call, path, { position: positionOf(call), keepsRest });
}
