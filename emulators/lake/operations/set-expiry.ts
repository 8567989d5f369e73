import { write } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { saveExtra } from "#emulators/lake/store/paths.ts";
import { stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Set Blob Expiry: `PUT ?comp=expiry`. The ETag stays (recorded). */
export function setExpiry(call: Call): Reply {
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, { actions: [actions.write], ancestors: ancestorsOf(call, located), target, wanted: write });
  const path = located.target;
  if (!path) throw new Refusal("PathNotFound");
  if (path.isDirectory) throw new Refusal("ResourceTypeMismatch");
  path.extra.expiresMs = expiryOf(call, path.created);
  saveExtra(call.lake.store, path, false);
  return { status: 200, headers: stampHeaders(path) };
}

/** The expiry asked for along with a creation. */
export function expiryAtBirth(call: Call): { expiresMs?: number } {
  return headerOf(call, "x-ms-expiry-option") ? { expiresMs: expiryOf(call, call.lake.store.now()) } : {};
}

function expiryOf(call: Call, createdMs: number): number | undefined {
  const option = headerOf(call, "x-ms-expiry-option");
  const text = headerOf(call, "x-ms-expiry-time") ?? "";
  switch (option?.toLowerCase()) {
    case "neverexpire":
      return undefined;
    case "absolute":
      return timeOf(text, Date.parse(text));
    case "relativetonow":
      return timeOf(text, call.lake.store.now() + Number(text || Number.NaN));
    case "relativetocreation":
      return timeOf(text, createdMs + Number(text || Number.NaN));
    default:
      throw badHeader("x-ms-expiry-option", option ?? "");
  }
}

function timeOf(text: string, time: number): number {
  if (Number.isNaN(time)) throw badHeader("x-ms-expiry-time", text);
  return time;
}
