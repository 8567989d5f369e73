import { read } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { systemHeaders } from "#emulators/lake/operations/head-path.ts";
import { extentsBetween } from "#emulators/lake/store/contents.ts";
import type { PathRow } from "#emulators/lake/store/paths.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { metadataHeaders, shownContentHeaders } from "#emulators/lake/wire/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Path - Read and Get Blob: the committed bytes, a `Range` or `x-ms-range` of them as 206. */
export function readPath(call: Call): Reply {
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, { actions: [actions.read], ancestors: ancestorsOf(call, located), target, wanted: read });
  const path = located.target;
  if (!path) throw new Refusal("PathNotFound");
  if (path.isDirectory && located.segments.length === 0) throw new Refusal("ResourceTypeMismatch");
  checkLease(call, { lease: path.extra.lease, isWrite: false });
  checkConditions(call, path, "read");
  const range = rangeOf(call, path.length);
  const bytes = range ? range.to - range.from : path.length;
  call.facts.bytesOut = bytes;
  const extents = extentsBetween(call.lake.store, path.id, range ?? { from: 0, to: path.length });
  return {
    status: range ? 206 : 200,
    headers: {
      ...readHeaders(call, path),
      ...(range ? { "content-range": `bytes ${range.from}-${range.to - 1}/${path.length}` } : {}),
    },
    stream: { bytes, chunks: call.lake.store.segments.read(extents) },
  };
}

/** What a read answers besides the bytes: a range keeps the stored MD5 to itself. */
function readHeaders(call: Call, path: PathRow): Record<string, string | number | undefined> {
  const content = shownContentHeaders(path);
  const md5 = content["content-md5"];
  const isPart = headerOf(call, "range") !== undefined || headerOf(call, "x-ms-range") !== undefined;
  if (isPart && md5 !== undefined) {
    content["content-md5"] = undefined;
    content["x-ms-blob-content-md5"] = md5;
  }
  return {
    ...stampHeaders(path),
    ...content,
    ...systemHeaders(call, path),
    ...metadataHeaders(path.extra.metadata),
  };
}

/** The asked range cut to the file; undefined for the whole; 416 when it begins behind the end. */
function rangeOf(call: Call, length: number): { from: number; to: number } | undefined {
  const text = headerOf(call, "x-ms-range") ?? headerOf(call, "range");
  const match = text === undefined ? null : /^bytes=(\d{0,16})-(\d{0,16})$/.exec(text.trim());
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const invalid = () => new Refusal("InvalidRange", { headers: { "content-range": `bytes */${length}` } });
  if (match[1] === "") {
    const from = Math.max(0, length - Number(match[2]));
    if (length === 0) throw invalid();
    return { from, to: length };
  }
  const from = Number(match[1]);
  const to = match[2] === "" ? length : Math.min(length, Number(match[2]) + 1);
  if (from >= length || to <= from) throw invalid();
  return { from, to };
}
