import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, reachableOrigins, securityHeaders } from "#lib/auth/security-headers.ts";
import { refuseUnsafeRequest } from "#lib/auth/unsafe-request.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { type Env, readEnv } from "#lib/platform/env.ts";
import { systemIds } from "#lib/platform/ids.ts";

/**
 * Everything passes here except static files and /api/v1/data: a body that passes through is cut at 10 MB
 * (Next 16, proxyClientMaxBodySize), so those routes ask `refuseUnsafeRequest` and `securityHeaders` themselves.
 */
export const config = {
  matcher: ["/((?!_next/static/|_next/image|api/v1/data/|icon\\.svg$|favicon\\.ico$).*)"],
};

let settings: { env: Env; reachable: string[] } | undefined;

/** Refuses foreign requests that change something, names the request, and sets the headers of every reply. */
export function proxy(request: NextRequest): Response {
  settings ??= readSettings();
  const { env, reachable } = settings;
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), systemIds);
  const refusal = refuseUnsafeRequest(request, { origin: env.PORTAL_ORIGIN, correlationId });
  if (refusal !== null) {
    return refusal;
  }
  const nonce = systemIds.token(18);
  const isDevelopment = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy({ nonce, reachable, isDevelopment });
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set(correlationHeader, correlationId);
  headers.set("x-lakeport-path", pathname + search);
  const response = NextResponse.next({ request: { headers } });
  const isSecure = env.PORTAL_ORIGIN.startsWith("https:");
  const sent = { ...securityHeaders({ pathname, isSecure }), "content-security-policy": policy };
  for (const [name, value] of Object.entries({ ...sent, [correlationHeader]: correlationId })) {
    response.headers.set(name, value);
  }
  return response;
}

function readSettings() {
  const env = readEnv(process.env);
  return { env, reachable: reachableOrigins(env) };
}
