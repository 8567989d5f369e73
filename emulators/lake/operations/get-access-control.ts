import { formatAcl } from "#emulators/lake/access/acl.ts";
import { formatPermissions } from "#emulators/lake/access/descriptor.ts";
import type { Call, Reply } from "#emulators/lake/call.ts";
import { visiblePath } from "#emulators/lake/operations/head-path.ts";
import { descriptorOf } from "#emulators/lake/store/paths.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";

/** `HEAD ?action=getAccessControl`: owner, group, permissions and the whole ACL. */
export function getAccessControl(call: Call): Reply {
  const { path } = visiblePath(call);
  checkLease(call, { lease: path.extra.lease, isWrite: false });
  checkConditions(call, path, "read");
  const descriptor = descriptorOf(call.lake.store, path);
  return {
    status: 200,
    headers: {
      ...stampHeaders(path),
      "x-ms-owner": descriptor.owner,
      "x-ms-group": descriptor.group,
      "x-ms-permissions": formatPermissions(descriptor),
      "x-ms-acl": formatAcl(descriptor.acl),
    },
  };
}
