import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { readText } from "#emulators/shared/reply.ts";

/** One request to the sign-in side, read whole: query and form apart, the origin that was asked. */
export type EntraRequest = {
  method: string;
  /** `http://127.0.0.1:4100` or whichever loopback name and listener the client used. */
  origin: string;
  path: string;
  /** Path and query as they came. */
  target: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: IncomingMessage["headers"];
};

/** An answer as a value. */
export type Reply = { status: number; headers: OutgoingHttpHeaders; body: string };

/** Reads a request; null when it was sent to a name that is not loopback (DNS rebinding). */
export async function readRequest(request: IncomingMessage): Promise<EntraRequest | null> {
  const host = request.headers.host ?? "";
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return null;
  const origin = `${"encrypted" in request.socket ? "https" : "http"}://${host}`;
  const url = new URL(request.url ?? "/", origin);
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return {
    method: request.method ?? "GET",
    origin,
    path: url.pathname,
    target: url.pathname + url.search,
    query: url.searchParams,
    form: new URLSearchParams(isForm ? await readText(request) : ""),
    headers: request.headers,
  };
}

/** A JSON answer that nobody may cache. */
export function jsonReply(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): Reply {
  const own = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: { ...own, ...headers }, body: JSON.stringify(body) };
}

/** A redirect, by 302 as Entra does. */
export function redirectReply(location: string, headers: OutgoingHttpHeaders = {}): Reply {
  return { status: 302, headers: { location, "cache-control": "no-store", ...headers }, body: "" };
}

/** The value of one cookie, or null. */
export function cookieOf(request: EntraRequest, name: string): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value) return value;
  }
  return null;
}

/** A header's single value, or null. */
export function headerOf(request: EntraRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

/** The id under which a client follows its request; ours when it sent none. */
export function correlationIdOf(request: EntraRequest): string {
  const given =
    request.form.get("client-request-id") ??
    request.query.get("client-request-id") ??
    headerOf(request, "client-request-id");
  return given && /^[0-9a-f-]{36}$/i.test(given) ? given : crypto.randomUUID();
}
