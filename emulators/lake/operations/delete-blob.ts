import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { demandDeletion, discardPath } from "#emulators/lake/operations/delete-path.ts";
import { hasChildren } from "#emulators/lake/store/paths.ts";
import { locate } from "#emulators/lake/wire/locate.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Delete Blob: 202; of directories only an empty one. */
export function deleteBlob(call: Call): Reply {
  if (headerOf(call, "x-ms-delete-snapshots") === "only") throw notEmulated("snapshots");
  const located = locate(call);
  const path = demandDeletion(call, located);
  if (path.isDirectory && hasChildren(call.lake.store, path.id))
    throw new Refusal("DirectoryNotEmpty", {
      message: "This operation is not permitted on a non-empty directory.",
    });
  return { status: 202, headers: discardPath(call, located, path) };
}
