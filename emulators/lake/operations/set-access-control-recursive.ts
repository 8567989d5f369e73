import {
  type Acl,
  type EntryName,
  findEntry,
  parseAcl,
  parseEntryNames,
} from "#emulators/lake/access/acl.ts";
import { modifyAcl, removeFromAcl, setAcl } from "#emulators/lake/access/change.ts";
import type { Descriptor } from "#emulators/lake/access/descriptor.ts";
import { demand, hasRole, isSuperUser, subjectOf } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, queryOf, type Reply } from "#emulators/lake/call.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import { guardOf, internGuard } from "#emulators/lake/store/guards.ts";
import type { PathRow } from "#emulators/lake/store/paths.ts";
import { walk } from "#emulators/lake/store/walk.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { ancestorsOf, locate } from "#emulators/lake/wire/locate.ts";
import { flagOf, limitOf } from "#emulators/lake/wire/numbers.ts";
import { badQuery, Refusal } from "#emulators/lake/wire/refusal.ts";

/** adls.md 2.5: default and cap of one call. */
const recordsMax = 2_000;

type Change = (acl: Acl, isDirectory: boolean) => Acl;
type Failed = { errorMessage: string; name: string; type: "FILE" | "DIRECTORY" };
type Item = { path: string; row: PathRow };

/** `PATCH ?action=setAccessControlRecursive&mode=…`: one page of a depth-first walk that begins with the item itself. */
export function setAccessControlRecursive(call: Call): Reply {
  const change = changeOf(call);
  const located = locate(call);
  demand(call, {
    actions: [actions.modifyPermissions, actions.write],
    ancestors: ancestorsOf(call, located),
    wanted: 0,
  });
  const top = located.target;
  if (!top) throw new Refusal("PathNotFound");
  const path = located.segments.join("/");
  const page = pageOf(call, { path, row: top });
  const failed = inTransaction(call.lake.store.index, () => applyAll(call, page.items, change));
  const directories = page.items.filter((item) => item.row.isDirectory).length;
  const failedDirectories = failed.filter((entry) => entry.type === "DIRECTORY").length;
  // Without forceFlag a page with a failure is worked off, but no token comes back (recorded).
  const goesOn = page.next !== undefined && (failed.length === 0 || flagOf(call, "forceFlag"));
  return {
    status: 200,
    headers: {
      "content-type": "application/json;charset=utf-8",
      "x-ms-namespace-enabled": "true",
      "x-ms-continuation": goesOn && page.next !== undefined ? formatContinuation(page.next) : undefined,
    },
    body: JSON.stringify({
      directoriesSuccessful: directories - failedDirectories,
      failedEntries: failed,
      failureCount: failed.length,
      filesSuccessful: page.items.length - directories - (failed.length - failedDirectories),
    }),
  };
}

/** The top item comes first; its continuation is "/", which no path below can be. */
function pageOf(call: Call, top: Item): { items: Item[]; next?: string } {
  const limit = limitOf(call, "maxRecords", recordsMax);
  const after = parseContinuation(queryOf(call, "continuation"));
  if (!top.row.isDirectory) return { items: [top] };
  const isFirst = after === undefined;
  const page = walk(call.lake.store, {
    start: { id: top.row.id, prefix: top.path === "" ? "" : `${top.path}/` },
    isRecursive: true,
    after: after === "/" ? undefined : after,
    limit: isFirst ? limit - 1 : limit,
  });
  const items = isFirst ? [top, ...page.items] : page.items;
  const isCutAtTop = isFirst && limit === 1;
  const hasMore =
    isCutAtTop &&
    walk(call.lake.store, { start: { id: top.row.id, prefix: "" }, isRecursive: false, limit: 1 }).items
      .length > 0;
  return { items, next: isCutAtTop ? (hasMore ? "/" : undefined) : page.next };
}

function changeOf(call: Call): Change {
  const mode = queryOf(call, "mode");
  const text = headerOf(call, "x-ms-acl");
  if (text === undefined) throw new Refusal("MissingRequiredHeader", { details: { HeaderName: "x-ms-acl" } });
  if (mode === "remove") return removalOf(text);
  const sent = parseAcl(text);
  if (!sent) throw new Refusal("InvaldAccessControlList");
  if (mode === "modify") return (acl, isDirectory) => modifyAcl(acl, sent, isDirectory);
  if (mode !== "set") throw badQuery("mode", mode ?? "");
  if (
    sent.access.length > 0 &&
    (["user", "group", "other"] as const).some((kind) => !findEntry(sent.access, kind))
  )
    throw new Refusal("SetAclMissingAces");
  return (acl, isDirectory) => setAcl(acl, sent, isDirectory);
}

function removalOf(text: string): Change {
  const names: EntryName[] | undefined = parseEntryNames(text);
  if (!names) throw new Refusal("InvaldAccessControlList");
  if (names.some((name) => name.scope === "access" && name.kind !== "mask" && name.id === ""))
    throw new Refusal("RemoveAclNotAllowed");
  return (acl) => removeFromAcl(acl, names);
}

/** Equal guards change equally: what was worked out for one serves all. */
function applyAll(call: Call, items: readonly Item[], change: Change): Failed[] {
  const { store } = call.lake;
  const isTrusted = hasRole(call, [actions.modifyPermissions]) || isSuperUser(call);
  const oid = subjectOf(call.caller).oid.toLowerCase();
  const known = new Map<string, { id: number; guard: Descriptor }>();
  const failed: Failed[] = [];
  for (const { path, row } of items) {
    const before = guardOf(store, row.guard);
    if (!isTrusted && call.lake.feltGuard(row).owner.toLowerCase() !== oid) {
      const message = new Refusal("AuthorizationPermissionMismatch").message;
      failed.push({ errorMessage: message, name: path, type: row.isDirectory ? "DIRECTORY" : "FILE" });
      continue;
    }
    const key = `${row.guard}${row.isDirectory ? "d" : "f"}`;
    let after = known.get(key);
    if (!after) {
      const guard = { ...before, acl: change(before.acl, row.isDirectory) };
      after = { id: internGuard(store, guard), guard };
      known.set(key, after);
    }
    call.lake.changeGuardTo(row, after.id);
  }
  return failed;
}
