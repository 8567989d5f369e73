import { type Acl, type AclEntry, formatBits, inServiceOrder } from "#lib/acl/entry.ts";

/** The `x-ms-acl` value of an ACL, in the lake's output order; `parseEntries` reads it back unchanged. */
export function formatAcl(acl: Acl): string {
  return inServiceOrder(acl).map(formatEntry).join(",");
}

/** One entry as the lake writes it: `default:group:<id>:r-x`. */
export function formatEntry(entry: AclEntry): string {
  const scope = entry.scope === "default" ? "default:" : "";
  return `${scope}${entry.tag}:${entry.qualifier ?? ""}:${formatBits(entry.bits)}`;
}
