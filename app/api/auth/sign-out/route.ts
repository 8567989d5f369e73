import { findApiActor } from "#app/api-actor.ts";
import { sessionCookieName, setCookieHeader } from "#lib/auth/cookie.ts";
import { endAllSessions } from "#lib/auth/end-all-sessions.ts";
import { endSession } from "#lib/auth/end-session.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { type Services, webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/**
 * Signs out, here or (`everywhere=1`) everywhere, then goes on to Entra's logout. The way on is a page and not a
 * redirect: the policy's `form-action 'self'` also binds where a submitted form is redirected to.
 */
export async function POST(request: Request): Promise<Response> {
  const services = webServices();
  const { PORTAL_ORIGIN } = services.env;
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
  const form = await request.formData().catch(() => new FormData());
  const isEverywhere = form.get("everywhere") === "1";
  const next = await signOut(services, request, { isEverywhere, correlationId });
  const cookie = { name: sessionCookieName(PORTAL_ORIGIN), value: "", maxAgeSeconds: 0 };
  return new Response(page(next), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      refresh: `0; url=${next}`,
      "set-cookie": setCookieHeader(PORTAL_ORIGIN, cookie),
    },
  });
}

async function signOut(
  services: Services,
  request: Request,
  wish: { isEverywhere: boolean; correlationId: string },
): Promise<string> {
  const { PORTAL_ORIGIN } = services.env;
  const found = await findApiActor(services, request, wish.correlationId);
  if (!("actor" in found)) {
    return `${PORTAL_ORIGIN}/sign-in`;
  }
  const { actor } = found;
  if (wish.isEverywhere) {
    return (await endAllSessions(services, actor, wish)).entraLogoutUrl;
  }
  const { personId, sessionId } = actor;
  const { correlationId } = wish;
  const ended =
    sessionId === null ? null : await endSession(services, { sessionId, personId, correlationId });
  return ended?.entraLogoutUrl ?? `${PORTAL_ORIGIN}/sign-in`;
}

function page(next: string): string {
  const href = next.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Signing out · Lakeport</title>
<body><p>You are signed out of Lakeport. <a href="${href}">Go on to sign out of Microsoft Entra</a></p></body></html>`;
}
