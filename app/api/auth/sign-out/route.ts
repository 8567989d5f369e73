import { redirectResponse } from "#app/api/auth/redirect.ts";
import { findApiActor } from "#app/api-actor.ts";
import { sessionCookieName, setCookieHeader, signingOutCookieName } from "#lib/auth/cookie.ts";
import { type SignedOut, type SignOutWish, signOut } from "#lib/notebooks/sign-out.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { faultResponse } from "#lib/platform/problem.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/**
 * Signs out. Form: `scope` (here, everywhere) and `notebooks` (stop, leave); while servers run and that is not answered,
 * nothing ends and the page /sign-out asks. Then the browser goes on to the Hub's logout, from there to Entra's.
 */
export async function POST(request: Request): Promise<Response> {
  const services = webServices();
  const { PORTAL_ORIGIN } = services.env;
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
  try {
    const form = await request.formData().catch(() => new FormData());
    const found = await findApiActor(services, request, correlationId);
    if (!("actor" in found)) {
      return leave(PORTAL_ORIGIN, { ok: true, hub: null, entra: null });
    }
    const ended = await signOut(services, found.actor, { ...readWish(form), correlationId });
    return ended.ok ? leave(PORTAL_ORIGIN, ended) : redirectResponse(PORTAL_ORIGIN, "/sign-out", []);
  } catch (error) {
    services.log.error({ err: error, correlationId }, "a sign-out failed");
    return faultResponse(error, correlationId);
  }
}

function readWish(form: FormData): Pick<SignOutWish, "scope" | "notebooks"> {
  const answer = form.get("notebooks");
  return {
    scope: form.get("scope") === "everywhere" ? "everywhere" : "here",
    notebooks: answer === "stop" || answer === "leave" ? answer : null,
  };
}

/** Long enough for the Hub's logout, short enough to be forgotten when the browser never comes back from there. */
const signingOutSeconds = 120;

/**
 * The way on is a page and not a redirect: the policy's `form-action 'self'` also binds where a submitted form is
 * redirected to.
 */
function leave(portalOrigin: string, ended: SignedOut): Response {
  const next = ended.hub ?? ended.entra ?? `${portalOrigin}/sign-in`;
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    refresh: `0; url=${next}`,
  });
  const session = { name: sessionCookieName(portalOrigin), value: "", maxAgeSeconds: 0 };
  headers.append("set-cookie", setCookieHeader(portalOrigin, session));
  const hint = ended.entra === null ? null : new URL(ended.entra).searchParams.get("logout_hint");
  if (ended.hub !== null && hint !== null) {
    const cookie = { name: signingOutCookieName(portalOrigin), value: encodeURIComponent(hint) };
    headers.append(
      "set-cookie",
      setCookieHeader(portalOrigin, { ...cookie, maxAgeSeconds: signingOutSeconds }),
    );
  }
  return new Response(page(next), { headers });
}

function page(next: string): string {
  const href = next.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Signing out · Lakeport</title>
<body><p>You are signed out of Lakeport. <a href="${href}">Go on to sign out of Microsoft Entra</a></p></body></html>`;
}
