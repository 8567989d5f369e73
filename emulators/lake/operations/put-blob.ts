import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { demandCreation, makePath, refuseExisting } from "#emulators/lake/operations/create-path.ts";
import { replaceContent } from "#emulators/lake/store/contents.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import type { PathRow } from "#emulators/lake/store/paths.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import { storeBody } from "#emulators/lake/wire/body.ts";
import { stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { locate } from "#emulators/lake/wire/locate.ts";
import { blobContentNames, readContentHeaders, readMetadata } from "#emulators/lake/wire/properties.ts";
import { badHeader, notEmulated } from "#emulators/lake/wire/refusal.ts";

/** Put Blob: the whole content in one request, block blobs only. */
export async function putBlob(call: Call): Promise<Reply> {
  const type = headerOf(call, "x-ms-blob-type") ?? "";
  if (type === "AppendBlob" || type === "PageBlob") throw notEmulated(`${type}s`);
  if (type !== "BlockBlob") throw badHeader("x-ms-blob-type", type);
  checkWritable(call);
  const extent = await storeBody(call);
  const path = commitBlob(call, [extent]);
  return { status: 201, headers: { ...stampHeaders(path), "x-ms-request-server-encrypted": "true" } };
}

/** All checks before a byte is taken; they are repeated when the bytes are there. */
function checkWritable(call: Call): void {
  const located = locate(call);
  demandCreation(call, located);
  refuseExisting(call, located, false);
}

/** Makes the blob from extents, new or overwritten, in one transaction. */
export function commitBlob(call: Call, extents: readonly Extent[]): PathRow {
  const located = locate(call);
  demandCreation(call, located);
  refuseExisting(call, located, false);
  const headers = readContentHeaders(call, blobContentNames);
  const contentType = headers.contentType ?? headerOf(call, "content-type");
  const extra = {
    headers: contentType ? { ...headers, contentType } : headers,
    metadata: readMetadata(call),
  };
  return inTransaction(call.lake.store.index, () => {
    const path = makePath(call, located, { isDirectory: false, extra });
    replaceContent(call.lake.store, path, extents);
    return path;
  });
}
