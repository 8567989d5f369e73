import { createHash } from "node:crypto";
import { type Call, headerOf } from "#emulators/lake/call.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import { badHeader, notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

const xmlBytesMax = 4 * 1024 * 1024;

/** A small body (XML) as text; 413 above 4 MiB. */
export async function readSmallBody(call: Call): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of call.request) {
    const buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    bytes += buffer.length;
    if (bytes > xmlBytesMax) throw new Refusal("RequestBodyTooLarge");
    pieces.push(buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The declared length of the body; undefined for a chunked one. 4,000 MiB at most [D]. */
export function bodyLength(call: Call): number | undefined {
  const text = call.request.headers["content-length"];
  if (text === undefined) return undefined;
  const bytes = Number(text);
  if (!Number.isInteger(bytes) || bytes < 0) throw badHeader("Content-Length", text);
  if (bytes > 4000 * 1024 * 1024) throw new Refusal("RequestBodyTooLarge");
  return bytes;
}

/** Streams the body to disk and checks its MD5 and its length; what fails stays unreferenced. */
export async function storeBody(call: Call): Promise<Extent> {
  if (headerOf(call, "x-ms-structured-body")) throw notEmulated("structured message bodies");
  const expectedMd5 = headerOf(call, "content-md5");
  const hash = expectedMd5 ? createHash("md5") : undefined;
  const declared = bodyLength(call);
  const extent = await call.lake.store.segments.write(hashed(call, hash));
  call.facts.bytesIn = extent.length;
  if (!call.request.complete || (declared !== undefined && declared !== extent.length))
    throw new Refusal("InvalidInput");
  if (hash && hash.digest("base64") !== expectedMd5) throw new Refusal("Md5Mismatch");
  return extent;
}

async function* hashed(call: Call, hash: ReturnType<typeof createHash> | undefined): AsyncGenerator<Buffer> {
  for await (const piece of call.request) {
    const buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    hash?.update(buffer);
    yield buffer;
  }
}
