import { execute, write } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { deletionsIn, restore } from "#emulators/lake/store/deletions.ts";
import { pathById } from "#emulators/lake/store/paths.ts";
import { ancestorsOf, guardedAt, locate, parentDepth } from "#emulators/lake/wire/locate.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Undelete Blob in an account with soft delete: `PUT ?comp=undelete`, x-ms-undelete-source `path?deletionid=…` (recorded). */
export function undeletePath(call: Call): Reply {
  const located = locate(call);
  const depth = parentDepth(located);
  demand(call, {
    actions: [actions.write],
    ancestors: ancestorsOf(call, located).slice(0, Math.max(0, depth)),
    target: guardedAt(call, located, Math.max(0, depth)),
    wanted: write | execute,
  });
  const source = headerOf(call, "x-ms-undelete-source") ?? "";
  const id = /[?&]deletionid=(\d+)$/.exec(source)?.[1];
  if (id === undefined) throw badHeader("x-ms-undelete-source", source);
  if (located.target) throw new Refusal("PathAlreadyExists");
  const deletion = deletionsIn(call.lake.store, located.container.root).find(
    (candidate) => candidate.id === id,
  );
  const parent = located.chain[depth];
  const name = located.segments[located.segments.length - 1];
  const isParentThere = located.chain.length === located.segments.length;
  if (!deletion || !parent || name === undefined || !isParentThere) throw new Refusal("PathNotFound");
  restore(call.lake.store, deletion, { parent: parent.id, name });
  const path = pathById(call.lake.store, deletion.path);
  if (!path) throw new Error(`The deleted path ${deletion.path} is missing.`);
  return {
    status: 200,
    headers: {
      "x-ms-creation-time": new Date(path.created).toUTCString(),
      "x-ms-resource-type": path.isDirectory ? "directory" : "file",
    },
  };
}
