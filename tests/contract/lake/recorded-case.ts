/** One line of a recordings file (its format is described beside the recordings). */
export type RecordedCase = {
  id: string;
  api_version: string;
  headers_recorded?: boolean;
  replay?: boolean;
  given?: { filesystems?: string[] };
  steps: RecordedStep[];
};
export type RecordedStep = {
  replay?: boolean;
  request: {
    api: "dfs" | "blob";
    method: string;
    path: string;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    body?: unknown;
    auth: "sharedkey" | "oauth" | "sas" | "anonymous";
    version?: string;
  };
  response: { status: number; headers?: Record<string, string>; body?: unknown };
};

/** What placeholders stand for in one replay: equal numbers, equal values. */
export type Bindings = Map<string, string>;

const anyOf: Record<string, string> = {
  date: "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
  iso: "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z",
  filetime: "\\d{17,19}",
  guid: "[0-9a-fA-F-]{36}",
  continuation: "[^\\s]+",
  "blob-endpoint": 'https?://[^<"]+?',
  etag: '[^<"\\s]+',
  deletionid: "[0-9]+",
  version: "[^<\\s]+",
  md: "[^<\\s]+",
  ip: "[0-9.]+",
};

/** Whether a text fits a recorded one; binds numbered placeholders on first sight. */
export function fits(expected: string, actual: string, bindings: Bindings): boolean {
  const names: string[] = [];
  const parts = expected.split(/(<[a-z-]+\d*>|\(removed\)|00000000-0000-4000-8000-\d{12})/);
  const pattern = parts.map((part) => partPattern(part, bindings, names)).join("");
  const match = new RegExp(`^${pattern}$`, "s").exec(actual);
  if (!match) return false;
  names.forEach((name, index) => {
    bindings.set(name, match[index + 1] ?? "");
  });
  return true;
}

function partPattern(part: string, bindings: Bindings, names: string[]): string {
  if (part === "(removed)") return ".*";
  const isGuid = part.startsWith("00000000-0000-4000-8000-");
  const kind = /^<([a-z-]+?)(\d*)>$/.exec(part);
  if (!isGuid && !kind) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const any = isGuid ? `(?:${anyOf.guid})` : anyOf[kind?.[1] ?? ""];
  if (any === undefined) return part;
  if (!isGuid && kind?.[2] === "") return any;
  const bound = bindings.get(part);
  if (bound !== undefined) return bound.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (isGuid) return part;
  if (names.includes(part)) return `\\${names.indexOf(part) + 1}`;
  names.push(part);
  return `(${any})`;
}

/** A request's text with its placeholders filled in. */
export function fill(text: string, bindings: Bindings): string {
  return text
    .replace(/<now([+-]\d+)?s?>/g, (_whole, seconds: string | undefined) =>
      new Date(Date.now() + Number(seconds ?? 0) * 1000).toUTCString(),
    )
    .replace(
      /<[a-z-]+\d*>|00000000-0000-4000-8000-\d{12}/g,
      (placeholder) => bindings.get(placeholder) ?? placeholder,
    );
}
