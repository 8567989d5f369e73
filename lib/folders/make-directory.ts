import { type CompiledDirectory, compileDirectory } from "#lib/acl/compile.ts";
import { type Acl, type AclEntry, inServiceOrder, isNamed, isSameKey } from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import { parseAcl } from "#lib/acl/parse.ts";
import { managedDirectoryOf } from "#lib/folders/folder.ts";
import type { LoadedFolder } from "#lib/folders/load-folder.ts";
import type { LakeIdentity, LakeOutcome, LakePlace } from "#lib/lake/lake.ts";
import { AppError } from "#lib/platform/errors.ts";

/**
 * Makes the folder's directory, born with its ACL in the create call. One that stands there already is ours when it
 * carries exactly the access that we would give it (its groups are new and known to nobody else): an earlier run was
 * cut off. Anything else there is someone's data: it has to be taken over, not written over.
 */
export async function makeDirectory(lake: LakeIdentity, folder: LoadedFolder): Promise<void> {
  const wanted = compiled(folder);
  const made = await lake.createDirectory(folder.place, {
    acl: wanted.aclText,
    metadata: { lakeport_folder_id: folder.id },
  });
  if (!made.ok && made.refusal !== "taken") {
    throw lakeFault("making a directory", made);
  }
  if (!made.ok && !(await isOurs(lake, folder.place, wanted))) {
    throw new AppError("lake_unavailable", `${folder.place.path} exists already and is not the portal's.`);
  }
  if (wanted.isSticky) {
    expectDone("setting the sticky bit", await lake.setPermissions(folder.place, wanted.permissionsText));
  }
}

/**
 * Gives an existing managed directory the access that the rows ask for. Writes only where it differs; entries that
 * are not ours stay (they are drift, and reported as that); the mask is explicit and the sticky bit comes last,
 * since an ACL and mode bits exclude each other in one call.
 */
export async function writeAccess(lake: LakeIdentity, folder: LoadedFolder): Promise<void> {
  const wanted = compiled(folder);
  const observed = await readAcl(lake, folder.place);
  const next = withForeign(wanted.acl, observed.acl);
  if (!isSameAcl(next, observed.acl)) {
    expectDone("writing an ACL", await lake.setAcl(folder.place, formatAcl(next)));
  }
  if (wanted.isSticky !== observed.isSticky) {
    expectDone("setting the sticky bit", await lake.setPermissions(folder.place, wanted.permissionsText));
  }
}

/** Everyone may pass a container's root, nobody may look; written only where it differs. */
export async function writeContainerRoot(lake: LakeIdentity, container: string, wanted: Acl): Promise<void> {
  const place = { container, path: "" };
  const observed = await readAcl(lake, place);
  if (!isSameAcl(wanted, observed.acl)) {
    expectDone("writing the container's root ACL", await lake.setAcl(place, formatAcl(wanted)));
  }
}

/** The value, or a fault that names the lake's own code and request id. */
export function expectDone<T>(what: string, outcome: LakeOutcome<T>): T {
  if (!outcome.ok) {
    throw lakeFault(what, outcome);
  }
  return outcome.value;
}

function compiled(folder: LoadedFolder): CompiledDirectory {
  const result = compileDirectory(managedDirectoryOf(folder));
  if (!result.ok) {
    throw new AppError(
      "unexpected",
      `The access of ${folder.path} cannot be written: ${result.refusal.kind}.`,
    );
  }
  return result.directory;
}

async function isOurs(lake: LakeIdentity, place: LakePlace, wanted: CompiledDirectory): Promise<boolean> {
  const { acl } = await readAcl(lake, place);
  return isSameAcl(wanted.acl, acl);
}

async function readAcl(lake: LakeIdentity, place: LakePlace): Promise<{ acl: Acl; isSticky: boolean }> {
  const access = expectDone("reading an ACL", await lake.access(place));
  const parsed = parseAcl(access.acl);
  if (!parsed.ok) {
    throw new AppError(
      "lake_unavailable",
      `The lake's ACL of ${place.path} is unreadable: ${parsed.reason}.`,
    );
  }
  return { acl: parsed.acl, isSticky: /t/i.test(access.permissions) };
}

/** Whether two ACLs say the same, in whatever order. */
function isSameAcl(left: Acl, right: Acl): boolean {
  const says = (entry: AclEntry) =>
    right.some((other) => isSameKey(entry, other) && entry.bits === other.bits);
  return left.length === right.length && left.every(says);
}

function withForeign(wanted: Acl, observed: Acl): Acl {
  const foreign = observed.filter((entry) => isNamed(entry) && !wanted.some((own) => isSameKey(own, entry)));
  return inServiceOrder([...wanted, ...foreign]);
}

function lakeFault(
  what: string,
  refusal: { refusal: string; code: string; requestId: string | null },
): AppError {
  return new AppError("lake_unavailable", `The lake refused ${what}: ${refusal.refusal} (${refusal.code}).`, {
    cause: { code: refusal.code, requestId: refusal.requestId },
  });
}
