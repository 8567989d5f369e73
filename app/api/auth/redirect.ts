import { type Cookie, setCookieHeader } from "#lib/auth/cookie.ts";
import { localPath } from "#lib/auth/local-path.ts";
import type { SignInFailureCode } from "#lib/auth/sign-in-failure.ts";

/** A redirect with cookies. `to` is a path of ours or an absolute address that we made. */
export function redirectResponse(portalOrigin: string, to: string, cookies: readonly Cookie[]): Response {
  const headers = new Headers({
    location: to.startsWith("/") ? portalOrigin + to : to,
    "cache-control": "no-store",
  });
  for (const cookie of cookies) {
    headers.append("set-cookie", setCookieHeader(portalOrigin, cookie));
  }
  return new Response(null, { status: 302, headers });
}

/** The sign-in page that explains a failure and knows where the person wanted to go. */
export function signInPage(failure: {
  failure: SignInFailureCode;
  returnTo: string;
  correlationId: string;
}): string {
  const query = new URLSearchParams({ failure: failure.failure, correlation: failure.correlationId });
  const returnTo = localPath(failure.returnTo);
  if (returnTo !== "/") {
    query.set("returnTo", returnTo);
  }
  return `/sign-in?${query}`;
}
