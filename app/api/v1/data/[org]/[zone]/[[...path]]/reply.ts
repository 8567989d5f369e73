import { type ApiCall, asActor } from "#app/api-actor.ts";
import { securityHeaders } from "#lib/auth/security-headers.ts";
import { refuseUnsafeRequest } from "#lib/auth/unsafe-request.ts";
import type { BrowseRefusal } from "#lib/browsing/browsing.ts";
import { refusalWords } from "#lib/browsing/refusal-words.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { problemResponse } from "#lib/platform/problem.ts";
import { webServices } from "#lib/platform/services.ts";

const retryAfterSeconds = "3";

/**
 * Runs a data route for its actor. These routes do not pass through proxy.ts (a body would be cut at 10 MB), so the
 * origin is judged and the headers of every reply are set here.
 */
export async function answer(
  request: Request,
  handle: (call: ApiCall) => Promise<Response>,
): Promise<Response> {
  const { env, ids } = webServices();
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), ids);
  const foreign = refuseUnsafeRequest(request, { origin: env.PORTAL_ORIGIN, correlationId });
  const response = foreign ?? (await asActor(named(request, correlationId), handle));
  const isSecure = env.PORTAL_ORIGIN.startsWith("https:");
  const headers = securityHeaders({ pathname: new URL(request.url).pathname, isSecure });
  for (const [name, value] of Object.entries({ ...headers, [correlationHeader]: correlationId })) {
    response.headers.set(name, value);
  }
  return response;
}

/** A refusal as problem details; what a page shows in words, a program gets as `code`. */
export function refusalReply(refusal: BrowseRefusal, correlationId: string): Response {
  const { status, code, what, why } = refusalWords(refusal);
  const response = problemResponse({ status, code, title: what, detail: why, correlationId });
  if (refusal.refusal === "busy") {
    response.headers.set("retry-after", retryAfterSeconds);
  }
  if (refusal.refusal === "range_refused" && refusal.sizeBytes !== null) {
    response.headers.set("content-range", `bytes */${refusal.sizeBytes}`);
  }
  return response;
}

/** A JSON reply that nobody keeps. */
export function jsonReply(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

/** The request's facts under the id that this reply will carry; the body stays with the original. */
function named(request: Request, correlationId: string): Request {
  const headers = new Headers(request.headers);
  headers.set(correlationHeader, correlationId);
  return new Request(request.url, { method: "GET", headers });
}
