import type { Call, Reply } from "#emulators/lake/call.ts";
import {
  commitExtents,
  contiguous,
  dropPending,
  pendingOf,
  stagePending,
} from "#emulators/lake/store/contents.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import { type PathRow, saveExtra } from "#emulators/lake/store/paths.ts";
import { nextVersion } from "#emulators/lake/store/store.ts";
import { stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { dfsContentNames, readContentHeaders } from "#emulators/lake/wire/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

export type Flush = { position: number; keepsRest: boolean };

/**
 * Makes what was appended up to `position` part of the file. Content headers not sent are reset (recorded);
 * a flush at 0 of a new file with data pending commits nothing and is no fault (recorded).
 */
export function flushAt(call: Call, path: PathRow, { position, keepsRest }: Flush): Reply {
  const { store } = call.lake;
  const pending = pendingOf(store, path.id);
  const extents = contiguous(pending, path.length, position);
  const isBehind = position < path.length;
  if (!extents || isBehind) throw new Refusal("InvalidFlushPosition");
  const content = readContentHeaders(call, dfsContentNames);
  if (extents.length === 0 && Object.keys(content).length === 0) return emptyFlush(call, path);
  inTransaction(store.index, () => {
    path.extra.headers = content;
    saveExtra(store, path, false);
    commitExtents(store, path, { extents, length: position });
    const rest = keepsRest ? pending.filter((placed) => placed.position >= position) : [];
    dropPending(store, path.id);
    for (const placed of rest) stagePending(store, path.id, placed);
  });
  return { status: 200, headers: { ...stampHeaders(path), "x-ms-request-server-encrypted": "false" } };
}

/** A flush of nothing answers with a stamp that the file does not keep (recorded). */
function emptyFlush(call: Call, path: PathRow): Reply {
  const stamped = { version: nextVersion(call.lake.store), modified: path.modified };
  return { status: 200, headers: { ...stampHeaders(stamped), "x-ms-request-server-encrypted": "true" } };
}
