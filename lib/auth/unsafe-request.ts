import { problemResponse } from "#lib/platform/problem.ts";

/** What the judgement needs of a request; `header` reads one by its lower-case name. */
export type RequestFacts = {
  method: string;
  pathname: string;
  header(name: string): string | null;
};

/** Allowed, or why a request that changes something is refused before anybody looks at it. */
export type UnsafeRequestVerdict =
  | { ok: true }
  | { ok: false; code: "method_refused" | "origin_missing" | "origin_foreign" | "fetch_site_foreign" };

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const unsafeMethods = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Called by the Hub's server, which has neither cookie nor origin; proves itself with its client secret. */
const hubTokenPath = "/api/hub-oauth/token";

/**
 * Judges a request that may change something. A browser's must come from the portal's own pages: `Origin` exactly ours
 * (missing is refused: server actions and route handlers of Next would run), and `Sec-Fetch-Site`, where sent,
 * `same-origin`. Without cookies nothing is done in anybody's name by accident, so a bearer token needs no origin, nor
 * does the Hub's token request.
 */
export function judgeUnsafeRequest(request: RequestFacts, portalOrigin: string): UnsafeRequestVerdict {
  if (safeMethods.has(request.method)) {
    return { ok: true };
  }
  if (!unsafeMethods.has(request.method)) {
    return { ok: false, code: "method_refused" };
  }
  if (request.header("cookie") === null && isSelfProving(request)) {
    return { ok: true };
  }
  const origin = request.header("origin");
  if (origin === null) {
    return { ok: false, code: "origin_missing" };
  }
  if (origin !== portalOrigin) {
    return { ok: false, code: "origin_foreign" };
  }
  const site = request.header("sec-fetch-site");
  return site === null || site === "same-origin" ? { ok: true } : { ok: false, code: "fetch_site_foreign" };
}

function isSelfProving(request: RequestFacts): boolean {
  const isBearer = /^Bearer \S/i.test(request.header("authorization") ?? "");
  return isBearer || (request.method === "POST" && request.pathname === hubTokenPath);
}

/** The facts of a request as the platform's own `Request` carries them. */
export function requestFacts(request: Request): RequestFacts {
  return {
    method: request.method,
    pathname: new URL(request.url).pathname,
    header: (name) => request.headers.get(name),
  };
}

/**
 * The refusal of a request that changes something and is not the portal's own pages'; null lets it pass. Called by
 * proxy.ts for every route, and by the upload routes themselves, which do not pass through it.
 */
export function refuseUnsafeRequest(
  request: Request,
  portal: { origin: string; correlationId: string },
): Response | null {
  const verdict = judgeUnsafeRequest(requestFacts(request), portal.origin);
  if (verdict.ok) {
    return null;
  }
  return problemResponse({
    status: verdict.code === "method_refused" ? 405 : 403,
    code: verdict.code,
    title: "This request did not come from the portal's own pages.",
    detail: "Open the portal and try again there; a program sends a bearer token and no cookie.",
    correlationId: portal.correlationId,
  });
}
