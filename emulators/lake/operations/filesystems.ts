import { ownerName } from "#emulators/lake/access/caller.ts";
import { aclOfMode, modeOfNumber } from "#emulators/lake/access/descriptor.ts";
import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, queryOf, type Reply } from "#emulators/lake/call.ts";
import {
  type Container,
  containerNamed,
  containersAfter,
  insertContainer,
  removeContainer,
  saveContainer,
} from "#emulators/lake/store/containers.ts";
import type { Store } from "#emulators/lake/store/store.ts";
import { isContainerName } from "#emulators/lake/wire/address.ts";
import { checkConditions, etagOf, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { checkLease, leaseHeaders } from "#emulators/lake/wire/lease.ts";
import { containerOf } from "#emulators/lake/wire/locate.ts";
import { limitOf } from "#emulators/lake/wire/numbers.ts";
import {
  formatProperties,
  metadataHeaders,
  readMetadata,
  readProperties,
} from "#emulators/lake/wire/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Root rwxr-x---, owner and group the creator (recorded): `$superuser` for the account's own. */
export function makeContainer(
  store: Store,
  name: string,
  made: { owner: string; metadata?: Record<string, string>; publicAccess?: string },
): Container {
  const acl = { access: aclOfMode(modeOfNumber(0o750)), defaults: [] };
  const guard = { owner: made.owner, group: made.owner, isSticky: false, acl };
  return insertContainer(store, name, {
    guard,
    extra: { metadata: made.metadata, publicAccess: made.publicAccess },
  });
}

/** Filesystem - Create and Create Container. No ACL grants it. */
export function createFilesystem(call: Call): Reply {
  demandRole(call, [actions.writeContainer]);
  const name = call.address.container ?? "";
  if (!isContainerName(name) || name === call.lake.account) throw new Refusal("InvalidResourceName");
  if (containerNamed(call.lake.store, name)) throw new Refusal("FilesystemAlreadyExists");
  const metadata = readProperties(call) ?? readMetadata(call);
  const publicAccess = headerOf(call, "x-ms-blob-public-access");
  const container = makeContainer(call.lake.store, name, {
    owner: ownerName(call.caller),
    metadata,
    publicAccess,
  });
  return {
    status: 201,
    headers: {
      ...stampHeaders(container),
      "x-ms-namespace-enabled": call.api === "dfs" ? "true" : undefined,
    },
  };
}

/** Filesystem - Get Properties (dfs HEAD) and Get Container Properties (blob GET or HEAD). */
export function getFilesystem(call: Call): Reply {
  demandRole(call, [actions.readContainer]);
  const container = containerOf(call);
  checkLease(call, { lease: container.extra.lease, isWrite: false, kind: "container" });
  if (call.api === "dfs") checkConditions(call, container, "read");
  const metadata = container.extra.metadata ?? {};
  if (call.api === "dfs")
    return {
      status: 200,
      headers: {
        ...stampHeaders(container),
        "x-ms-properties": formatProperties(metadata),
        "x-ms-namespace-enabled": "true",
      },
    };
  return {
    status: 200,
    headers: {
      ...stampHeaders(container),
      ...metadataHeaders(metadata),
      ...leaseHeaders(container.extra.lease, call.lake.store.now()),
      "x-ms-blob-public-access": container.extra.publicAccess,
      "x-ms-default-encryption-scope": "$account-encryption-key",
      "x-ms-deny-encryption-scope-override": "false",
      "x-ms-has-immutability-policy": "false",
      "x-ms-has-legal-hold": "false",
      "x-ms-immutable-storage-with-versioning-enabled": "false",
    },
  };
}

/** Filesystem - Set Properties (dfs PATCH) and Set Container Metadata: replaces all. */
export function setFilesystemProperties(call: Call): Reply {
  demandRole(call, [actions.writeContainer]);
  const container = containerOf(call);
  checkLease(call, { lease: container.extra.lease, isWrite: false, kind: "container" });
  checkConditions(call, container, "write");
  container.extra.metadata = readProperties(call) ?? readMetadata(call);
  saveContainer(call.lake.store, container);
  return { status: 200, headers: stampHeaders(container) };
}

/** Filesystem - Delete and Delete Container. */
export function deleteFilesystem(call: Call): Reply {
  demandRole(call, [actions.deleteContainer]);
  const container = containerOf(call);
  checkLease(call, { lease: container.extra.lease, isWrite: true, kind: "container" });
  checkConditions(call, container, "write");
  removeContainer(call.lake.store, container, call.lake.service.containerRetentionMs());
  call.lake.purgeSoon();
  return { status: 202 };
}

/** Filesystem - List: `GET ?resource=account` in JSON. */
export function listFilesystems(call: Call): Reply {
  demandRole(call, [actions.readContainer]);
  const limit = limitOf(call, "maxResults", 5_000);
  const after = parseContinuation(queryOf(call, "continuation")) ?? "";
  const found = containersAfter(call.lake.store, {
    prefix: queryOf(call, "prefix") ?? "",
    after,
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    status: 200,
    headers: {
      "content-type": "application/json;charset=utf-8",
      "x-ms-continuation": found.length > limit && last ? formatContinuation(last.name) : undefined,
    },
    body: JSON.stringify({
      filesystems: shown.map((container) => ({
        etag: etagOf(container),
        lastModified: new Date(container.modified).toUTCString(),
        name: container.name,
      })),
    }),
  };
}
