import { type Acl, type Entry, findEntry, isNamed } from "#emulators/lake/access/acl.ts";
import { completeAcl } from "#emulators/lake/access/change.ts";
import { aclOfMode, type Descriptor, type Mode, modeOfNumber } from "#emulators/lake/access/descriptor.ts";

export type Birth = {
  isDirectory: boolean;
  owner: string;
  group?: string;
  mode?: Mode;
  umask?: number;
  acl?: Acl;
};

/** adls.md 2.7 and recorded: directory 0750, file 0640. */
const umaskByDefault = 0o027;

/**
 * What guards a new path: a parent's default ACL when there is one (umask ignored), else mode and umask,
 * and an ACL sent along replaces both. The group is the parent's unless given.
 */
export function descriptorAtBirth(parent: Descriptor, birth: Birth): Descriptor {
  const group = birth.group ?? parent.group;
  const inherits = parent.acl.defaults.length > 0;
  const born = inherits ? inherit(parent.acl.defaults, birth) : fromMode(birth);
  const acl = birth.acl ? completeAcl(birth.acl, born, birth.isDirectory) : born;
  return { owner: birth.owner, group, isSticky: birth.mode?.isSticky ?? false, acl };
}

function fromMode(birth: Birth): Acl {
  const mode = birth.mode ?? modeOfNumber(birth.isDirectory ? 0o777 : 0o666);
  const umask = modeOfNumber(birth.umask ?? umaskByDefault);
  const access = aclOfMode({
    ...mode,
    owner: mode.owner & ~umask.owner,
    group: mode.group & ~umask.group,
    other: mode.other & ~umask.other,
  });
  return { access, defaults: [] };
}

/** azure-docs#47923: no umask; AzureDataLake#61: a file under an rwx default loses x on owner and mask. */
function inherit(defaults: readonly Entry[], birth: Birth): Acl {
  const mode = birth.mode ?? modeOfNumber(birth.isDirectory ? 0o777 : 0o666);
  const hasMask = findEntry(defaults, "mask") !== undefined;
  const access = defaults.map((entry) => ({ ...entry, bits: entry.bits & allowedBy(entry, mode, hasMask) }));
  return { access, defaults: birth.isDirectory ? [...defaults] : [] };
}

function allowedBy(entry: Entry, mode: Mode, hasMask: boolean): number {
  if (isNamed(entry)) return 7;
  if (entry.kind === "user") return mode.owner;
  if (entry.kind === "other") return mode.other;
  if (entry.kind === "mask") return mode.group;
  return hasMask ? 7 : mode.group;
}
