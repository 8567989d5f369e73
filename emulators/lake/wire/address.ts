import { Refusal } from "#emulators/lake/wire/refusal.ts";

export type Api = "dfs" | "blob";
/** Where a request points. `segments` is [] for the root directory; `hasPath` tells `/fs/` from `/fs`. */
export type Address = {
  /** Known from a host name such as account.dfs.example; undefined in path style. */
  hostApi?: Api;
  container?: string;
  segments: string[];
  hasPath: boolean;
  query: ReadonlyMap<string, string>;
};

/** Name limits [D adls.md 4]: 1,024 characters in all, 59 levels. */
const pathCharactersMax = 1024;
export const pathLevelsMax = 59;

const containerPattern = /^(\$root|\$web|\$logs|(?!.*--)[a-z0-9][-a-z0-9]{1,61}[a-z0-9])$/;

/** Splits a raw request target; account in the path is optional, dots and NUL are refused. */
export function readAddress(target: string, host: string, account: string): Address {
  const raw = target.replace(/^https?:\/\/[^/]*/i, "");
  const cut = raw.indexOf("?");
  const parts = (cut < 0 ? raw : raw.slice(0, cut)).split("/").slice(1);
  const hostApi = apiOfHost(host, account);
  if (!hostApi && decode(parts[0] ?? "") === account) parts.shift();
  const [container, ...rest] = parts;
  return {
    hostApi,
    container: container ? decode(container) : undefined,
    segments: readSegments(rest.join("/")),
    hasPath: rest.length > 0,
    query: readQuery(cut < 0 ? "" : raw.slice(cut + 1)),
  };
}

function apiOfHost(host: string, account: string): Api | undefined {
  const [name, kind] = host.toLowerCase().split(".");
  if (name !== account) return undefined;
  return kind === "blob" ? "blob" : kind === "dfs" ? "dfs" : undefined;
}

/** Path segments of an encoded path; `a%2Fb` is a separator (recorded), empty segments collapse. */
export function readSegments(encoded: string): string[] {
  const path = decode(encoded);
  if (path.includes("\0")) throw new Refusal("InvalidUri");
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.some((segment) => segment === "." || segment === "..")) throw new Refusal("InvalidUri");
  if (segments.join("/").length > pathCharactersMax) throw new Refusal("InvalidUri");
  return segments;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal("InvalidUri");
  }
}

/** Names in lower case: clients differ (maxResults, maxresults). The first of a doubled name counts. */
function readQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.toLowerCase();
    if (!query.has(key)) query.set(key, value);
  }
  return query;
}

export function isContainerName(name: string): boolean {
  return containerPattern.test(name);
}
