import { appendBits } from "#emulators/lake/access/doubts.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, queryOf, type Reply } from "#emulators/lake/call.ts";
import { flushAt } from "#emulators/lake/operations/flush.ts";
import { stagePending } from "#emulators/lake/store/contents.ts";
import { type PathRow, pathById } from "#emulators/lake/store/paths.ts";
import { bodyLength, storeBody } from "#emulators/lake/wire/body.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { badHeader, badQuery, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Path - Update, `action=append&position=N[&flush=true]`: the bytes stay invisible until a flush covers them. */
export async function append(call: Call): Promise<Reply> {
  const path = writableFile(call);
  checkLease(call, { lease: path.extra.lease, isWrite: true });
  const position = positionOf(call);
  if (bodyLength(call) === 0) throw badHeader("Content-Length", "0");
  const extent = await storeBody(call);
  if (extent.length === 0) throw badHeader("Content-Length", "0");
  const still = pathById(call.lake.store, path.id);
  if (!still || still.parent < 0) throw new Refusal("PathNotFound");
  stagePending(call.lake.store, path.id, { ...extent, position });
  if (queryOf(call, "flush") === "true") {
    const flushed = flushAt(call, still, { position: position + extent.length, keepsRest: false });
    return { ...flushed, status: 202 };
  }
  const headers = { "x-ms-request-server-encrypted": "true", "content-md5": headerOf(call, "content-md5") };
  return { status: 202, headers };
}

/** The file of an append or flush, when the caller may write to it. */
export function writableFile(call: Call): PathRow {
  const located = locate(call);
  const target = targetOf(call, located);
  const wanted = appendBits(call.lake.access.doubts());
  demand(call, { actions: [actions.write], ancestors: ancestorsOf(call, located), target, wanted });
  if (!located.target) throw new Refusal("PathNotFound");
  if (located.target.isDirectory) throw new Refusal("ResourceTypeMismatch");
  return located.target;
}

/** `position`, a whole number of bytes; 400 when missing or anything else. */
export function positionOf(call: Call): number {
  const text = queryOf(call, "position");
  if (text === undefined)
    throw new Refusal("MissingRequiredQueryParameter", { details: { QueryParameterName: "position" } });
  if (!/^\d{1,15}$/.test(text)) throw badQuery("position", text);
  return Number(text);
}
