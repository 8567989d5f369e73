import { randomUUID } from "node:crypto";
import { read } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { commitBlob } from "#emulators/lake/operations/put-blob.ts";
import { extentsBetween } from "#emulators/lake/store/contents.ts";
import { type PathRow, saveExtra } from "#emulators/lake/store/paths.ts";
import { readAddress } from "#emulators/lake/wire/address.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { ancestorsOf, containerOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { readMetadata } from "#emulators/lake/wire/properties.ts";
import { badHeader, notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Copy Blob within this account: done when it is answered, the bytes are shared on disk. */
export function copyBlob(call: Call): Reply {
  const source = readableSource(call);
  const extents = extentsBetween(call.lake.store, source.id, { from: 0, to: source.length });
  const path = commitBlob(call, extents);
  const metadata = readMetadata(call);
  path.extra.headers = source.extra.headers;
  path.extra.metadata = Object.keys(metadata).length > 0 ? metadata : source.extra.metadata;
  saveExtra(call.lake.store, path, false);
  const isSynchronous = headerOf(call, "x-ms-requires-sync") === "true";
  return {
    status: 202,
    headers: {
      ...stampHeaders(path),
      "x-ms-copy-id": randomUUID(),
      "x-ms-copy-status": "success",
      "x-ms-request-server-encrypted": isSynchronous ? "true" : undefined,
    },
  };
}

function readableSource(call: Call): PathRow {
  const text = headerOf(call, "x-ms-copy-source") ?? "";
  if (!/^https?:\/\//i.test(text)) throw badHeader("x-ms-copy-source", text);
  const url = new URL(text);
  if (url.searchParams.has("sig")) throw notEmulated("shared access signatures");
  if (!isOurs(call, url)) throw notEmulated("copying from another account");
  const address = readAddress(`${url.pathname}${url.search}`, url.host, call.lake.account);
  const located = locate(call, address.segments, containerOf(call, address.container));
  demand(call, {
    actions: [actions.read],
    container: located.container.name,
    ancestors: ancestorsOf(call, located),
    target: targetOf(call, located),
    wanted: read,
  });
  if (!located.target) throw new Refusal("PathNotFound");
  if (located.target.isDirectory) throw new Refusal("ResourceTypeMismatch");
  checkConditions(call, located.target, "source");
  return located.target;
}

/** The same host and port, or a host of this account. */
function isOurs(call: Call, url: URL): boolean {
  return url.host === call.request.headers.host || url.hostname.startsWith(`${call.lake.account}.`);
}
