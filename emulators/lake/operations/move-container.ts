import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import {
  containerNamed,
  deletedContainers,
  renameContainer,
  restoreContainer,
} from "#emulators/lake/store/containers.ts";
import { isContainerName } from "#emulators/lake/wire/address.ts";
import { checkLease, leaseIdOf } from "#emulators/lake/wire/lease.ts";
import { containerOf } from "#emulators/lake/wire/locate.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** `PUT ?restype=container&comp=rename` with x-ms-source-container-name (recorded; never released). */
export function renameFilesystem(call: Call): Reply {
  demandRole(call, [actions.writeContainer]);
  leaseIdOf(call, "x-ms-source-lease-id");
  const name = freeName(call);
  const source = containerOf(call, required(call, "x-ms-source-container-name"));
  checkLease(call, {
    lease: source.extra.lease,
    isWrite: true,
    kind: "container",
    header: "x-ms-source-lease-id",
  });
  renameContainer(call.lake.store, source, name);
  return { status: 200 };
}

/** Restore Container: `comp=undelete` with the deleted name and version. */
export function restoreFilesystem(call: Call): Reply {
  demandRole(call, [actions.writeContainer]);
  const wanted = required(call, "x-ms-deleted-container-name");
  const version = required(call, "x-ms-deleted-container-version");
  const name = freeName(call);
  const deleted = deletedContainers(call.lake.store).find(
    (candidate) => candidate.container.name === wanted && candidate.version === version,
  );
  if (!deleted) throw new Refusal("FilesystemNotFound");
  restoreContainer(call.lake.store, deleted, name);
  return { status: 201 };
}

function freeName(call: Call): string {
  const name = call.address.container ?? "";
  if (!isContainerName(name)) throw new Refusal("InvalidResourceName");
  if (containerNamed(call.lake.store, name)) throw new Refusal("FilesystemAlreadyExists");
  return name;
}

function required(call: Call, name: string): string {
  const value = headerOf(call, name);
  if (value === undefined) throw new Refusal("MissingRequiredHeader", { details: { HeaderName: name } });
  return value;
}
