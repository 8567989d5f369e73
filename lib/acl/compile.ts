import { type AclBudget, budgetOf, findOverBudget, type OverBudget } from "#lib/acl/budget.ts";
import { groupsOn, hasStickyBit, type ManagedDirectory, membersOn } from "#lib/acl/directory.ts";
import {
  type Acl,
  type AclEntry,
  allBits,
  type Bits,
  inServiceOrder,
  isNamed,
  noBits,
  type Qualifier,
  type Tag,
} from "#lib/acl/entry.ts";
import { formatAcl } from "#lib/acl/format.ts";
import { asDefault, inheritedFileAcl } from "#lib/acl/inherit.ts";
import { formatPermissions, permissionsOfAcl } from "#lib/acl/permissions.ts";

/** One managed directory as it must stand in the lake. */
export type CompiledDirectory = {
  readonly kind: ManagedDirectory["kind"];
  readonly path: string;
  /** Both scopes; what `aclText` spells. */
  readonly acl: Acl;
  /** The `x-ms-acl` value, access and default, mask explicit. */
  readonly aclText: string;
  readonly isSticky: boolean;
  /** The `x-ms-permissions` value of the second call that sets or keeps the sticky bit (rule 7). */
  readonly permissionsText: string;
  /** The access ACL of a file born directly in it: expected, not drift. */
  readonly fileAcl: Acl;
  readonly budget: AclBudget;
};

export type CompileRefusal =
  | OverBudget
  | { readonly kind: "duplicate-qualifier"; readonly path: string; readonly qualifier: Qualifier };

export type CompileResult =
  | { readonly ok: true; readonly directory: CompiledDirectory }
  | { readonly ok: false; readonly refusal: CompileRefusal };

/** The ACL of a container's root: everyone may pass, nobody may look (domain.md, rule 3). */
export const containerRootAcl: Acl = [base("user", allBits), base("group", noBits), base("other", 1)];

/**
 * What domain.md rules 3, 5, 6 and 9 say of one directory. Refuses what would take more than 26 named
 * entries, more stops than there are free slots, and a group or person that would stand there twice.
 */
export function compileDirectory(directory: ManagedDirectory): CompileResult {
  const refusal = findOverBudget(directory) ?? findDuplicate(directory);
  if (refusal) return { ok: false, refusal };
  const lasting = lastingAccess(directory);
  const acl = inServiceOrder([...currentAccess(directory, lasting), ...asDefault(lasting)]);
  const isSticky = hasStickyBit(directory);
  return {
    ok: true,
    directory: {
      kind: directory.kind,
      path: directory.path,
      acl,
      aclText: formatAcl(acl),
      isSticky,
      permissionsText: formatPermissions({ ...permissionsOfAcl(acl, isSticky), isExtended: false }),
      fileAcl: inheritedFileAcl(acl),
      budget: budgetOf(directory),
    },
  };
}

/** The access entries that the default ACL repeats: without members group, stops and suspension. */
function lastingAccess(directory: ManagedDirectory): Acl {
  const groups = groupsOn(directory).flatMap((own) => [
    group(own.reader, 5),
    group(own.contributor, allBits),
  ]);
  return [
    base("user", allBits),
    base("group", noBits),
    ...groups,
    base("mask", allBits),
    base("other", noBits),
  ];
}

function currentAccess(directory: ManagedDirectory, lasting: Acl): Acl {
  const members = membersOn(directory);
  const stops = [...new Set(directory.stops)].map(stop);
  const isSuspended = directory.kind === "partition" && directory.isSuspended;
  return [
    ...lasting.map((entry) => (entry.tag === "mask" && isSuspended ? { ...entry, bits: noBits } : entry)),
    ...stops,
    ...(members ? [group(members, 1)] : []),
  ];
}

function findDuplicate(directory: ManagedDirectory): CompileRefusal | null {
  const seen = new Set<string>();
  for (const { qualifier } of currentAccess(directory, lastingAccess(directory)).filter(isNamed)) {
    if (seen.has(qualifier.toLowerCase())) {
      return { kind: "duplicate-qualifier", path: directory.path, qualifier };
    }
    seen.add(qualifier.toLowerCase());
  }
  return null;
}

function base(tag: Tag, bits: Bits): AclEntry {
  return { scope: "access", tag, qualifier: null, bits };
}

function group(qualifier: Qualifier, bits: Bits): AclEntry {
  return { scope: "access", tag: "group", qualifier, bits };
}

/** A stop entry: decided before the groups, and gives nothing (domain.md, rule 5). */
function stop(qualifier: Qualifier): AclEntry {
  return { scope: "access", tag: "user", qualifier, bits: noBits };
}
