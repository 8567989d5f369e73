import type { Call, Route } from "#emulators/lake/call.ts";
import { append } from "#emulators/lake/operations/append.ts";
import { checkAccess } from "#emulators/lake/operations/check-access.ts";
import { copyBlob } from "#emulators/lake/operations/copy-blob.ts";
import { createPath } from "#emulators/lake/operations/create-path.ts";
import { deleteBlob } from "#emulators/lake/operations/delete-blob.ts";
import { deletePath } from "#emulators/lake/operations/delete-path.ts";
import { flushPath } from "#emulators/lake/operations/flush-path.ts";
import { getAccessControl } from "#emulators/lake/operations/get-access-control.ts";
import { headPath } from "#emulators/lake/operations/head-path.ts";
import { leasePath } from "#emulators/lake/operations/lease-path.ts";
import { putBlob } from "#emulators/lake/operations/put-blob.ts";
import { getBlockList, putBlock, putBlockList } from "#emulators/lake/operations/put-block.ts";
import { readPath } from "#emulators/lake/operations/read-path.ts";
import { renamePath } from "#emulators/lake/operations/rename-path.ts";
import { getAccountInformation } from "#emulators/lake/operations/service-properties.ts";
import { setAccessControl } from "#emulators/lake/operations/set-access-control.ts";
import { setAccessControlRecursive } from "#emulators/lake/operations/set-access-control-recursive.ts";
import { setExpiry } from "#emulators/lake/operations/set-expiry.ts";
import { setHttpHeaders, setMetadata, setProperties } from "#emulators/lake/operations/set-properties.ts";
import { undeletePath } from "#emulators/lake/operations/undelete-path.ts";
import { unknownRequest } from "#emulators/lake/wire/dispatch-account.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** By verb and action or comp; an empty third word is the plain verb. */
const routes: Record<string, Route> = {
  get: { name: "ReadPath", operation: readPath },
  head: { name: "GetPathProperties", operation: headPath },
  "head getproperties": { name: "GetPathProperties", operation: headPath },
  "head getstatus": { name: "GetPathStatus", operation: headPath },
  "head getaccesscontrol": { name: "GetAccessControl", operation: getAccessControl },
  "head checkaccess": { name: "CheckAccess", operation: checkAccess },
  "get metadata": { name: "GetBlobMetadata", operation: headPath },
  "head metadata": { name: "GetBlobMetadata", operation: headPath },
  "get blocklist": { name: "GetBlockList", operation: getBlockList },
  "patch append": { name: "AppendPath", operation: append },
  "patch flush": { name: "FlushPath", operation: flushPath },
  "patch setproperties": { name: "SetPathProperties", operation: setProperties },
  "patch setaccesscontrol": { name: "SetAccessControl", operation: setAccessControl },
  "patch setaccesscontrolrecursive": {
    name: "SetAccessControlRecursive",
    operation: setAccessControlRecursive,
  },
  "put metadata": { name: "SetBlobMetadata", operation: setMetadata },
  "put properties": { name: "SetBlobProperties", operation: setHttpHeaders },
  "put lease": { name: "LeasePath", operation: leasePath },
  "put expiry": { name: "SetBlobExpiry", operation: setExpiry },
  "put undelete": { name: "UndeletePath", operation: undeletePath },
  "put block": { name: "PutBlock", operation: putBlock },
  "put blocklist": { name: "PutBlockList", operation: putBlockList },
};

/** Requests to a path. An unknown PUT is never taken for Put Blob. */
export function pathOperation(call: Call): Route {
  const { query } = call.address;
  const method = (call.request.method ?? "").toLowerCase();
  if (query.get("restype") === "account")
    return { name: "GetAccountInformation", operation: getAccountInformation };
  if (method === "put" && !query.has("comp")) return putOperation(call);
  if (method === "delete" && !query.has("comp")) return deletion(call);
  if (method === "post" && call.request.headers["x-ms-lease-action"] !== undefined)
    return { name: "LeasePath", operation: leasePath };
  const word = query.get("action") ?? query.get("comp") ?? "";
  const route = routes[`${method} ${word}`.trim().toLowerCase()];
  if (!route) throw unknownRequest(call);
  return route;
}

/** adls.md 2.2, discriminators for ambiguous PUT. */
function putOperation(call: Call): Route {
  const { headers } = call.request;
  if (headers["x-ms-rename-source"] !== undefined) return { name: "RenamePath", operation: renamePath };
  if (call.address.query.has("resource")) return { name: "CreatePath", operation: createPath };
  if (headers["x-ms-copy-source"] !== undefined) return copyOperation(call);
  if (headers["x-ms-blob-type"] !== undefined) return { name: "PutBlob", operation: putBlob };
  throw new Refusal("MissingRequiredHeader", { details: { HeaderName: "x-ms-blob-type" } });
}

function copyOperation(call: Call): Route {
  if (call.request.headers["x-ms-blob-type"] !== undefined) throw notEmulated("Put Blob From URL");
  return { name: "CopyBlob", operation: copyBlob };
}

function deletion(call: Call): Route {
  return call.api === "blob"
    ? { name: "DeleteBlob", operation: deleteBlob }
    : { name: "DeletePath", operation: deletePath };
}
