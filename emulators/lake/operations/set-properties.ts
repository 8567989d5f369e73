import { write } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import type { Call, Reply } from "#emulators/lake/call.ts";
import { type PathRow, saveExtra } from "#emulators/lake/store/paths.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import {
  blobContentNames,
  dfsContentNames,
  readContentHeaders,
  readMetadata,
  readProperties,
} from "#emulators/lake/wire/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Whatever a caller with W changes about an existing path: checked, then changed, then stamped. */
function changeExtra(call: Call, change: (path: PathRow) => void): PathRow {
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, { actions: [actions.write], ancestors: ancestorsOf(call, located), target, wanted: write });
  const path = located.target;
  if (!path) throw new Refusal("PathNotFound");
  checkLease(call, { lease: path.extra.lease, isWrite: true });
  checkConditions(call, path, "write");
  change(path);
  saveExtra(call.lake.store, path);
  return path;
}

/** `PATCH ?action=setProperties`: replaces all metadata, and the content headers that are sent. */
export function setProperties(call: Call): Reply {
  const path = changeExtra(call, (row) => {
    row.extra.metadata = readProperties(call) ?? row.extra.metadata;
    row.extra.headers = { ...row.extra.headers, ...readContentHeaders(call, dfsContentNames) };
  });
  return { status: 200, headers: stampHeaders(path) };
}

/** Set Blob Metadata: `PUT ?comp=metadata`, replaces all. */
export function setMetadata(call: Call): Reply {
  const path = changeExtra(call, (row) => {
    row.extra.metadata = readMetadata(call);
  });
  return { status: 200, headers: { ...stampHeaders(path), "x-ms-request-server-encrypted": "true" } };
}

/** Set Blob Properties: `PUT ?comp=properties`; headers not sent are cleared [D]. */
export function setHttpHeaders(call: Call): Reply {
  const path = changeExtra(call, (row) => {
    row.extra.headers = readContentHeaders(call, blobContentNames);
  });
  return { status: 200, headers: stampHeaders(path) };
}
