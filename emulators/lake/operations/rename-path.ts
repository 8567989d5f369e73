import { execute, write } from "#emulators/lake/access/bits.ts";
import { demand, demandSticky } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, queryOf, type Reply } from "#emulators/lake/call.ts";
import { parentNeed } from "#emulators/lake/operations/delete-path.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import { discard } from "#emulators/lake/store/deletions.ts";
import { hasChildren, type PathRow, relink, saveExtra } from "#emulators/lake/store/paths.ts";
import { pathLevelsMax, readAddress } from "#emulators/lake/wire/address.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease, isHeld } from "#emulators/lake/wire/lease.ts";
import {
  ancestorsOf,
  containerOf,
  guardedAt,
  type Located,
  locate,
  parentDepth,
  targetOf,
} from "#emulators/lake/wire/locate.ts";
import { dfsContentNames, readContentHeaders, readProperties } from "#emulators/lake/wire/properties.ts";
import { badQuery, notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Path - Create with x-ms-rename-source: one row moves, and with it everything below. ACL, owner and ETag stay (recorded). */
export function renamePath(call: Call): Reply {
  const mode = queryOf(call, "mode") ?? "legacy";
  if (mode !== "legacy" && mode !== "posix") throw badQuery("mode", mode);
  const source = sourceOf(call);
  const asked = locate(call);
  const path = demandSource(call, source);
  const destination = mode === "posix" ? intoDirectory(call, asked, path) : asked;
  demandDestination(call, source, destination);
  checkShapes(call, destination, path);
  inTransaction(call.lake.store.index, () => move(call, destination, path));
  if (destination.target && destination.target.id !== path.id) call.lake.purgeSoon();
  return { status: 201, headers: stampHeaders(path) };
}

/** The source header with and without account, percent-encoded, with an optional `?sas` tail. */
function sourceOf(call: Call): Located {
  const text = headerOf(call, "x-ms-rename-source") ?? "";
  if (/[?&]sig=/.test(text)) throw notEmulated("shared access signatures");
  if (!text.startsWith("/")) throw new Refusal("InvalidSourceUri");
  const address = readAddress(text, "", call.lake.account);
  if (!address.container || address.segments.length === 0) throw new Refusal("InvalidSourceUri");
  return locate(call, address.segments, containerOf(call, address.container));
}

/** WX on the source's parent and its sticky bit. */
function demandSource(call: Call, source: Located): PathRow {
  const target = targetOf(call, source);
  const depth = parentDepth(source);
  const parent = guardedAt(call, source, depth);
  demand(call, {
    actions: [actions.move, actions.write],
    container: source.container.name,
    ...parentNeed(call, source),
  });
  if (!target || !source.target) throw new Refusal("SourcePathNotFound");
  demandSticky(call, { directory: parent, child: target, actions: [actions.move, actions.write] });
  checkLease(call, { lease: source.target.extra.lease, isWrite: true, header: "x-ms-source-lease-id" });
  checkConditions(call, source.target, "source");
  return source.target;
}

/** AzureStorageExplorer#3811: in posix mode a non-empty directory is moved into the one that is there. */
function intoDirectory(call: Call, asked: Located, path: PathRow): Located {
  const target = asked.target;
  const movesInto = target?.isDirectory && target.id !== path.id && hasChildren(call.lake.store, target.id);
  return movesInto ? locate(call, [...asked.segments, path.name], asked.container) : asked;
}

/** WX on the destination's parent, which must exist; an overwritten target obeys the sticky bit too. */
function demandDestination(call: Call, source: Located, destination: Located): void {
  if (destination.segments.length === 0) throw new Refusal("InvalidDestinationPath");
  if (destination.segments.length > pathLevelsMax) throw new Refusal("PathIsTooDeep");
  const depth = parentDepth(destination);
  const parent = guardedAt(call, destination, depth);
  demand(call, {
    actions: [actions.move, actions.write],
    ancestors: ancestorsOf(call, destination).slice(0, depth),
    target: parent,
    wanted: write | execute,
  });
  const target = targetOf(call, destination);
  if (target && destination.target?.id !== source.target?.id)
    demandSticky(call, { directory: parent, child: target, actions: [actions.write] });
}

function checkShapes(call: Call, destination: Located, path: PathRow): void {
  const parentRow = destination.chain[parentDepth(destination)];
  const isParentThere = destination.target || destination.chain.length === destination.segments.length;
  if (!isParentThere || !parentRow) throw new Refusal("RenameDestinationParentPathNotFound");
  if (!parentRow.isDirectory) throw new Refusal("InvalidDestinationPath");
  if (destination.chain.some((row) => row.id === path.id) && destination.target?.id !== path.id)
    throw new Refusal("InvalidRenameSourcePath");
  refuseDestination(call, destination, path);
}

function refuseDestination(call: Call, destination: Located, path: PathRow): void {
  const there = destination.target;
  if (there && headerOf(call, "if-none-match")?.trim() === "*") throw new Refusal("PathAlreadyExists");
  checkConditions(call, there, "write");
  if (!there || there.id === path.id) return;
  checkLease(call, { lease: there.extra.lease, isWrite: true });
  if (there.isDirectory !== path.isDirectory && !there.isDirectory)
    throw new Refusal("InvalidSourceOrDestinationResourceType");
  if (there.isDirectory && hasChildren(call.lake.store, there.id)) throw new Refusal("DirectoryNotEmpty");
  if (there.isDirectory && !path.isDirectory) throw new Refusal("InvalidSourceOrDestinationResourceType");
}

function move(call: Call, destination: Located, path: PathRow): void {
  const { store } = call.lake;
  const properties = readProperties(call);
  const headers = readContentHeaders(call, dfsContentNames);
  if (properties || Object.keys(headers).length > 0) {
    path.extra.metadata = properties ?? path.extra.metadata;
    path.extra.headers = { ...path.extra.headers, ...headers };
    saveExtra(store, path, false);
  }
  if (destination.target?.id === path.id) return;
  if (destination.target) takePlaceOf(call, destination.target, path);
  const parent = destination.chain[parentDepth(destination)];
  const name = destination.segments[destination.segments.length - 1];
  if (!parent || name === undefined) throw new Error("A checked destination has a parent and a name.");
  relink(store, path.id, { parent: parent.id, name });
}

/** What is overwritten goes; a lease on it stays with the name (recorded). */
function takePlaceOf(call: Call, there: PathRow, path: PathRow): void {
  const { store } = call.lake;
  if (isHeld(there.extra.lease, store.now())) {
    path.extra.lease = there.extra.lease;
    saveExtra(store, path, false);
  }
  discard(store, there);
}
