import { redirectResponse } from "#app/api/auth/redirect.ts";
import { readCookie, signingOutCookieName } from "#lib/auth/cookie.ts";
import { entraLogoutUrl } from "#lib/auth/end-session.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/** The way back from the Hub's logout: on to Entra's, for the person who was signing out; else to the sign-in page. */
export function GET(request: Request): Response {
  const services = webServices();
  const { PORTAL_ORIGIN } = services.env;
  const name = signingOutCookieName(PORTAL_ORIGIN);
  const hint = readHint(readCookie(request.headers.get("cookie"), name));
  const next = hint === null ? "/sign-in" : entraLogoutUrl(services, hint);
  return redirectResponse(PORTAL_ORIGIN, next, [{ name, value: "", maxAgeSeconds: 0 }]);
}

function readHint(value: string | null): string | null {
  try {
    return value === null || value === "" ? null : decodeURIComponent(value);
  } catch {
    return null;
  }
}
