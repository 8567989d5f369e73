import type { Ids } from "#lib/platform/ids.ts";

/** R and C of a new folder, not yet made in Entra; names are opaque: whoever may read groups learns nothing. */
export function newAccessGroups(ids: Ids, folder: { id: string; organizationId: string }) {
  return (["reader", "contributor"] as const).map((level) => ({
    id: ids.uuid(),
    organizationId: folder.organizationId,
    folderId: folder.id,
    level,
    name: `lp-${ids.ulid()}`,
  }));
}
