import { read } from "#emulators/lake/access/bits.ts";
import { formatPermissions } from "#emulators/lake/access/descriptor.ts";
import { mayShowMetadata, statusBits } from "#emulators/lake/access/doubts.ts";
import { demand, mayDoOn } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, type HeaderValues, queryOf, type Reply } from "#emulators/lake/call.ts";
import { descriptorOf, type PathRow } from "#emulators/lake/store/paths.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease, leaseHeaders } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, type Located, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { formatProperties, metadataHeaders, shownContentHeaders } from "#emulators/lake/wire/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Actions by which a role may see status and ACL: reading, and whoever may change them. */
const statusActions = [actions.read, actions.modifyPermissions, actions.manageOwnership];

/** The item of a HEAD, when the caller may see its status: traverse alone [M], see doubts. */
export function visiblePath(call: Call): { located: Located; path: PathRow } {
  const located = locate(call);
  demand(call, {
    actions: statusActions,
    ancestors: ancestorsOf(call, located),
    target: targetOf(call, located),
    wanted: statusBits(call.lake.access.doubts()),
  });
  if (!located.target) throw new Refusal("PathNotFound");
  return { located, path: located.target };
}

/** HEAD without action, and `action=getStatus` (system properties only). The union of dfs and blob headers. */
export function headPath(call: Call): Reply {
  const { located, path } = visiblePath(call);
  checkLease(call, { lease: path.extra.lease, isWrite: false });
  checkConditions(call, path, "read");
  const target = targetOf(call, located);
  const isStatus = queryOf(call, "action")?.toLowerCase() === "getstatus";
  const showsMetadata =
    !isStatus &&
    mayShowMetadata(call.lake.access.doubts(), () => target !== undefined && mayDoOn(call, target, read));
  return {
    status: 200,
    headers: {
      ...stampHeaders(path),
      "content-length": path.length,
      ...shownContentHeaders(path),
      ...systemHeaders(call, path),
      "x-ms-access-tier": "Hot",
      "x-ms-access-tier-inferred": "true",
      ...(path.isDirectory ? { "x-ms-meta-hdi_isfolder": "true" } : {}),
      ...(showsMetadata ? userHeaders(path) : {}),
      ...(path.extra.expiresMs ? { "x-ms-expiry-time": new Date(path.extra.expiresMs).toUTCString() } : {}),
    },
  };
}

function userHeaders(path: PathRow): HeaderValues {
  const metadata = path.extra.metadata ?? {};
  if (Object.keys(metadata).length === 0) return {};
  return { ...metadataHeaders(metadata), "x-ms-properties": formatProperties(metadata) };
}

/** Headers of reads and HEADs; owner, group and permissions as dfs and newer blob versions show them. */
export function systemHeaders(call: Call, path: PathRow): HeaderValues {
  const descriptor = descriptorOf(call.lake.store, path);
  return {
    "accept-ranges": "bytes",
    "x-ms-blob-type": "BlockBlob",
    "x-ms-creation-time": new Date(path.created).toUTCString(),
    "x-ms-server-encrypted": "true",
    "x-ms-resource-type": path.isDirectory ? "directory" : "file",
    "x-ms-owner": descriptor.owner,
    "x-ms-group": descriptor.group,
    "x-ms-permissions": formatPermissions(descriptor),
    "x-ms-encryption-context": path.extra.encryptionContext,
    ...leaseHeaders(path.extra.lease, call.lake.store.now()),
  };
}
