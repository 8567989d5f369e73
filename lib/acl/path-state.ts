import type { Acl } from "#lib/acl/entry.ts";
import { type MalformedAcl, parseAcl } from "#lib/acl/parse.ts";
import { parsePermissions } from "#lib/acl/permissions.ts";

/** What the lake knows about one item, as far as it decides about access. */
export type PathState = {
  /** Inside the container, without a leading slash; "" is the container's root. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly acl: Acl;
  /** An object id or `$superuser`. */
  readonly owner: string;
  /** The owning group, to which `group::` applies. */
  readonly group: string;
  readonly isSticky: boolean;
};

export type ReadPathState =
  | { readonly ok: true; readonly state: PathState }
  | {
      readonly ok: false;
      readonly field: "acl" | "permissions";
      readonly position: number;
      readonly reason: MalformedAcl["reason"] | "bad-length" | "bad-character" | "bad-digit";
    };

/**
 * The state from the values of a `getAccessControl` answer (`x-ms-acl`, `x-ms-permissions`, `x-ms-owner`,
 * `x-ms-group`); refuses a malformed one with the field and the position.
 */
export function readPathState(answer: {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly aclText: string;
  readonly permissionsText: string;
  readonly owner: string;
  readonly group: string;
}): ReadPathState {
  const acl = parseAcl(answer.aclText);
  if (!acl.ok) return { ...acl, field: "acl" };
  const permissions = parsePermissions(answer.permissionsText);
  if (!permissions.ok) return { ...permissions, field: "permissions" };
  const { path, isDirectory, owner, group } = answer;
  const { isSticky } = permissions.permissions;
  return { ok: true, state: { path, isDirectory, acl: acl.acl, owner, group, isSticky } };
}
