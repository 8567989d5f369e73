import { execute, read } from "#emulators/lake/access/bits.ts";
import { formatPermissions } from "#emulators/lake/access/descriptor.ts";
import { demand, hasRole, mayDoOn } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { descriptorOf } from "#emulators/lake/store/paths.ts";
import { type WalkItem, walk } from "#emulators/lake/store/walk.ts";
import { readSegments } from "#emulators/lake/wire/address.ts";
import { etagOf } from "#emulators/lake/wire/conditions.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { ancestorsOf, type Located, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { flagOf, limitOf } from "#emulators/lake/wire/numbers.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** adls.md 2.4: absent or larger maxResults means 5,000. */
const pageItemsMax = 5_000;

/** Path - List: `GET ?resource=filesystem&recursive=…[&directory][&maxResults][&continuation][&upn]`. */
export function listPaths(call: Call): Reply {
  if (queryOf(call, "recursive") === undefined)
    throw new Refusal("MissingRequiredQueryParameter", { details: { QueryParameterName: "recursive" } });
  if (queryOf(call, "beginfrom")) throw notEmulated("List Paths beginFrom");
  const located = locate(call, readSegments(encodeURIComponent(queryOf(call, "directory") ?? "")));
  demandListing(call, located);
  const directory = located.target;
  if (!directory) throw new Refusal("PathNotFound");
  const prefix = located.segments.length === 0 ? "" : `${located.segments.join("/")}/`;
  const page = walk(call.lake.store, {
    start: { id: directory.id, prefix },
    isRecursive: flagOf(call, "recursive"),
    after: parseContinuation(queryOf(call, "continuation")),
    limit: limitOf(call, "maxResults", pageItemsMax),
    enter: closedDirectories(call),
  });
  const body = JSON.stringify({ paths: page.items.map((item) => pathItem(call, item)) });
  return {
    status: 200,
    headers: {
      "content-type": "application/json;charset=utf-8",
      "x-ms-continuation": page.next === undefined ? undefined : formatContinuation(page.next),
    },
    body,
  };
}

/** RX on the directory; a role with blobs/read lists too, even where it is narrowed to listing. */
function demandListing(call: Call, located: Located): void {
  demand(call, {
    actions: [actions.read],
    isListing: true,
    ancestors: ancestorsOf(call, located),
    target: targetOf(call, located),
    wanted: located.target?.isDirectory === false ? 0 : read | execute,
  });
}

/** A recursive walk needs RX on every directory it enters: refused or, by the switch, skipped [M]. */
export function closedDirectories(call: Call): ((item: WalkItem) => boolean) | undefined {
  if (hasRole(call, [actions.read], { isListing: true })) return undefined;
  return (item) => {
    const guarded = { path: item.path, descriptor: call.lake.feltGuard(item.row) };
    if (mayDoOn(call, guarded, read | execute)) return true;
    if (call.lake.access.doubts().recursiveListStopsAtClosed)
      throw new Refusal("AuthorizationPermissionMismatch");
    return false;
  };
}

/** Windows ticks: 100 ns since 1601 (recorded as 18 digits). */
function fileTime(ms: number): string {
  return String((BigInt(Math.trunc(ms)) + 11_644_473_600_000n) * 10_000n);
}

/** Keys alphabetical, every value a string (recorded). */
function pathItem(call: Call, { path, row }: WalkItem): Record<string, string> {
  const descriptor = descriptorOf(call.lake.store, row);
  return {
    ...(row.extra.encryptionContext ? { EncryptionContext: row.extra.encryptionContext } : {}),
    contentLength: String(row.length),
    creationTime: fileTime(row.created),
    etag: etagOf(row),
    expiryTime: row.extra.expiresMs ? fileTime(row.extra.expiresMs) : "0",
    group: descriptor.group,
    ...(row.isDirectory ? { isDirectory: "true" } : {}),
    lastModified: new Date(row.modified).toUTCString(),
    name: path,
    owner: descriptor.owner,
    permissions: formatPermissions(descriptor),
  };
}
