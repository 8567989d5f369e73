import type { IncomingMessage } from "node:http";
import type { Call, Route } from "#emulators/lake/call.ts";
import type { Address, Api } from "#emulators/lake/wire/address.ts";
import { accountOperation } from "#emulators/lake/wire/dispatch-account.ts";
import { containerOperation } from "#emulators/lake/wire/dispatch-container.ts";
import { pathOperation } from "#emulators/lake/wire/dispatch-path.ts";
import { notEmulated } from "#emulators/lake/wire/refusal.ts";

/** adls.md 2.2: dfs and blob on one origin, told apart by host name, then shape, then what the client accepts. */
export function apiOf(address: Address, request: IncomingMessage): Api {
  if (address.hostApi) return address.hostApi;
  const { query } = address;
  if (query.has("resource") || query.has("action")) return "dfs";
  if (request.headers["x-ms-rename-source"] !== undefined || query.has("recursive") || query.has("paginated"))
    return "dfs";
  if (query.has("restype") || query.has("comp") || request.headers["x-ms-blob-type"] !== undefined)
    return "blob";
  if (request.method === "POST" || request.method === "PATCH") return "dfs";
  // Both SDK families say which bodies they read: the blob ones XML, the dfs ones JSON.
  return String(request.headers.accept ?? "").includes("xml") ? "blob" : "dfs";
}

/** The handler of a request; refuses what is unknown by name, never guesses. */
export function routeOf(call: Call): Route {
  refuseByName(call);
  if (call.address.container === undefined) return accountOperation(call);
  if (call.address.segments.length === 0 && !isRootDirectory(call)) return containerOperation(call);
  return pathOperation(call);
}

/** `/fs/` with an action, or a create, means the root directory; `/fs` the filesystem. */
function isRootDirectory(call: Call): boolean {
  const { query, hasPath } = call.address;
  if (query.has("action")) return true;
  return hasPath && !query.has("resource") && !query.has("restype") && !query.has("comp");
}

const absentQueries: Record<string, string> = {
  sig: "shared access signatures",
  snapshot: "snapshots",
  versionid: "blob versions",
};
const absentComps: Record<string, string> = {
  batch: "blob batch",
  query: "query blob contents",
  tags: "blob index tags",
  blobs: "find blobs by tags",
  tier: "access tiers",
  snapshot: "snapshots",
  incrementalcopy: "incremental copy",
  page: "page blobs",
  pagelist: "page blobs",
  appendblock: "append blobs",
  seal: "append blobs",
  immutabilitypolicies: "immutability policies",
  legalhold: "legal holds",
  copy: "asynchronous copy",
  stats: "service statistics",
};

function refuseByName(call: Call): void {
  for (const [name, feature] of Object.entries(absentQueries)) {
    if (call.address.query.has(name)) throw notEmulated(feature);
  }
  const feature = absentComps[call.address.query.get("comp")?.toLowerCase() ?? ""];
  if (feature) throw notEmulated(feature);
}
