import type { PathAccessControlItem, PathPermissions, RolePermissions } from "@azure/storage-file-datalake";
import { AppError } from "#lib/platform/errors.ts";

const entry = /^(default:)?(user|group|mask|other):([^:]*):([r-][w-][x-])$/;

/** The SDK's items for the service's text form (`user::rwx,group:<id>:r-x,default:…`); refuses malformed text as a fault. */
export function parseAclText(text: string): PathAccessControlItem[] {
  return text.split(",").map((part) => {
    const found = entry.exec(part);
    const kind = found?.[2];
    if (found === null || !isKind(kind)) {
      throw new AppError("unexpected", `Not an ACL entry: ${part}`);
    }
    return {
      defaultScope: found[1] !== undefined,
      accessControlType: kind,
      entityId: found[3] ?? "",
      permissions: bitsOf(found[4] ?? "---"),
    };
  });
}

/** The service's text form of the SDK's items, in the order given. */
export function formatAclText(items: readonly PathAccessControlItem[]): string {
  return items
    .map(
      (item) =>
        `${item.defaultScope ? "default:" : ""}${item.accessControlType}:${item.entityId ?? ""}:${textOf(item.permissions)}`,
    )
    .join(",");
}

/** `rwxr-x--T+`: what the service itself prints for these permissions. */
export function formatPermissions(permissions: PathPermissions | undefined): string {
  if (permissions === undefined) {
    return "";
  }
  const { owner, group, other, stickyBit, extendedAcls } = permissions;
  const last = stickyBit ? (other.execute ? "t" : "T") : other.execute ? "x" : "-";
  return `${textOf(owner)}${textOf(group)}${textOf(other).slice(0, 2)}${last}${extendedAcls ? "+" : ""}`;
}

/** The SDK's permissions for the symbolic form with an optional sticky bit (`rwxrwx--T`). */
export function parsePermissions(text: string): PathPermissions {
  if (!/^[r-][w-][x-][r-][w-][x-][r-][w-][xtT-]\+?$/.test(text)) {
    throw new AppError("unexpected", `Not permissions: ${text}`);
  }
  const last = text.charAt(8);
  return {
    owner: bitsOf(text.slice(0, 3)),
    group: bitsOf(text.slice(3, 6)),
    other: bitsOf(`${text.slice(6, 8)}${last === "x" || last === "t" ? "x" : "-"}`),
    stickyBit: last === "t" || last === "T",
    extendedAcls: false,
  };
}

function isKind(value: string | undefined): value is PathAccessControlItem["accessControlType"] {
  return value === "user" || value === "group" || value === "mask" || value === "other";
}

function bitsOf(text: string): RolePermissions {
  return { read: text.charAt(0) === "r", write: text.charAt(1) === "w", execute: text.charAt(2) === "x" };
}

function textOf(bits: RolePermissions): string {
  return `${bits.read ? "r" : "-"}${bits.write ? "w" : "-"}${bits.execute ? "x" : "-"}`;
}
