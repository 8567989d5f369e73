import type { Call, Route } from "#emulators/lake/call.ts";
import { getContainerPolicy, setContainerPolicy } from "#emulators/lake/operations/container-policy.ts";
import {
  createFilesystem,
  deleteFilesystem,
  getFilesystem,
  setFilesystemProperties,
} from "#emulators/lake/operations/filesystems.ts";
import { leaseContainer } from "#emulators/lake/operations/lease-container.ts";
import { listBlobs } from "#emulators/lake/operations/list-blobs.ts";
import { listDeleted } from "#emulators/lake/operations/list-deleted.ts";
import { listPaths } from "#emulators/lake/operations/list-paths.ts";
import { renameFilesystem, restoreFilesystem } from "#emulators/lake/operations/move-container.ts";
import { getAccountInformation } from "#emulators/lake/operations/service-properties.ts";
import { unknownRequest } from "#emulators/lake/wire/dispatch-account.ts";

const routes: Record<string, Route> = {
  "put filesystem": { name: "CreateFilesystem", operation: createFilesystem },
  "patch filesystem": { name: "SetFilesystemProperties", operation: setFilesystemProperties },
  "head filesystem": { name: "GetFilesystemProperties", operation: getFilesystem },
  "delete filesystem": { name: "DeleteFilesystem", operation: deleteFilesystem },
  "get filesystem": { name: "ListPaths", operation: listPaths },
  "put container": { name: "CreateContainer", operation: createFilesystem },
  "get container": { name: "GetContainerProperties", operation: getFilesystem },
  "head container": { name: "GetContainerProperties", operation: getFilesystem },
  "delete container": { name: "DeleteContainer", operation: deleteFilesystem },
  "get container list": { name: "ListBlobs", operation: listBlobs },
  "get container metadata": { name: "GetContainerProperties", operation: getFilesystem },
  "head container metadata": { name: "GetContainerProperties", operation: getFilesystem },
  "put container metadata": { name: "SetContainerMetadata", operation: setFilesystemProperties },
  "get container acl": { name: "GetContainerAcl", operation: getContainerPolicy },
  "head container acl": { name: "GetContainerAcl", operation: getContainerPolicy },
  "put container acl": { name: "SetContainerAcl", operation: setContainerPolicy },
  "put container rename": { name: "RenameContainer", operation: renameFilesystem },
  "put container undelete": { name: "RestoreContainer", operation: restoreFilesystem },
  "put container lease": { name: "LeaseContainer", operation: leaseContainer },
  "get account properties": { name: "GetAccountInformation", operation: getAccountInformation },
  "head account properties": { name: "GetAccountInformation", operation: getAccountInformation },
};

/** Requests to a filesystem, dfs (`resource=filesystem`) and blob (`restype=container`). */
export function containerOperation(call: Call): Route {
  const { query } = call.address;
  const parts = [
    call.request.method ?? "",
    query.get("resource") ?? query.get("restype") ?? "",
    query.get("comp") ?? "",
  ];
  if (query.get("comp") === "list" && query.get("showonly") === "deleted")
    return { name: "ListDeleted", operation: listDeleted };
  const route = routes[parts.join(" ").trim().toLowerCase()];
  if (!route) throw unknownRequest(call);
  return route;
}
