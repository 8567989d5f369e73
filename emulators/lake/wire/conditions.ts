import { type Call, headerOf } from "#emulators/lake/call.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

/** What conditions look at. */
export type Stamped = { version: number; modified: number };

/** `0x8D` and thirteen hex digits, as the service's ETags look. */
export function etagOf(stamped: Stamped): string {
  return `0x8D${stamped.version.toString(16).toUpperCase().padStart(13, "0")}`;
}

export function quotedEtag(stamped: Stamped): string {
  return `"${etagOf(stamped)}"`;
}

/** ETag and Last-Modified. */
export function stampHeaders(stamped: { version: number; modified: number }): {
  etag: string;
  "last-modified": string;
} {
  return { etag: quotedEtag(stamped), "last-modified": new Date(stamped.modified).toUTCString() };
}

type Kind = "read" | "write" | "source";

/**
 * Judges If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since (`x-ms-source-if-*` for a source).
 * A read that has not changed is 304, everything else 412; a missing target meets If-None-Match only.
 */
export function checkConditions(call: Call, stamped: Stamped | undefined, kind: Kind): void {
  const prefix = kind === "source" ? "x-ms-source-" : "";
  const failed = new Refusal(kind === "source" ? "SourceConditionNotMet" : "ConditionNotMet");
  const unchanged = kind === "read" ? new Refusal("ConditionNotMet", { status: 304 }) : failed;
  if (!matches(headerOf(call, `${prefix}if-match`), stamped, true)) throw failed;
  const noneMatch = headerOf(call, `${prefix}if-none-match`);
  if (noneMatch !== undefined && matches(noneMatch, stamped, false)) throw unchanged;
  if (!stamped) return;
  const modified = Math.floor(stamped.modified / 1000) * 1000;
  const since = dateHeader(call, `${prefix}if-modified-since`);
  if (since !== undefined && modified <= since) throw unchanged;
  const until = dateHeader(call, `${prefix}if-unmodified-since`);
  if (until !== undefined && modified > until) throw failed;
}

function matches(header: string | undefined, stamped: Stamped | undefined, whenAbsent: boolean): boolean {
  if (header === undefined) return whenAbsent;
  if (!stamped) return false;
  if (header.trim() === "*") return true;
  const etag = etagOf(stamped);
  return header.split(",").some((part) => part.trim().replace(/^W\//, "").replaceAll('"', "") === etag);
}

function dateHeader(call: Call, name: string): number | undefined {
  const text = headerOf(call, name);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw badHeader(name, text);
  return time;
}
