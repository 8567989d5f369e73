import type { AdminRequest } from "#emulators/entra/admin/request.ts";
import { directoryVersion } from "#emulators/entra/directory/database.ts";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import type { World } from "#emulators/entra/world.ts";

/**
 * Ids of every group that holds an object (person or service principal), and the directory's version: until that
 * changes, the answer does not. `If-None-Match` with the version's ETag gets a 304.
 */
export function transitiveGroups(world: World, { query, etag }: AdminRequest): Reply {
  const version = directoryVersion(world.database);
  const tag = `"${version}"`;
  if (etag === tag) return { status: 304, headers: { etag: tag }, body: "" };
  const id = (query.get("id") ?? "").toLowerCase();
  return jsonReply(200, { version, id, groups: world.groups.transitiveOf(id) }, { etag: tag });
}
