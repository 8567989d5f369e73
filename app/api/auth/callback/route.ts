import { redirectResponse, signInPage } from "#app/api/auth/redirect.ts";
import { beginSignIn } from "#lib/auth/begin-sign-in.ts";
import { completeSignIn, type SignInOutcome } from "#lib/auth/complete-sign-in.ts";
import { attemptCookieName, type Cookie, sessionCookieName } from "#lib/auth/cookie.ts";
import { sessionTimes } from "#lib/auth/session-times.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { type Services, webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/** The way back from Entra. The attempt's cookie is used up, whatever comes of it. */
export async function GET(request: Request): Promise<Response> {
  const services = webServices();
  const { PORTAL_ORIGIN } = services.env;
  const query = new URL(request.url).searchParams;
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
  const state = query.get("state");
  const outcome = await completeSignIn(services, {
    state,
    code: query.get("code"),
    error: query.get("error"),
    errorDescription: query.get("error_description"),
    cookieHeader: request.headers.get("cookie"),
    correlationId,
  });
  const next = await nextStep(services, outcome, correlationId);
  const used = { name: attemptCookieName(PORTAL_ORIGIN, state ?? ""), value: "", maxAgeSeconds: 0 };
  return redirectResponse(PORTAL_ORIGIN, next.to, [used, ...next.cookies]);
}

async function nextStep(
  services: Services,
  outcome: SignInOutcome,
  correlationId: string,
): Promise<{ to: string; cookies: Cookie[] }> {
  if (outcome.ok) {
    const name = sessionCookieName(services.env.PORTAL_ORIGIN);
    const cookie = { name, value: outcome.session.token, maxAgeSeconds: sessionTimes.absoluteSeconds };
    return { to: outcome.returnTo, cookies: [cookie] };
  }
  if (outcome.refusal === "step_up") {
    const begun = await beginSignIn(services, outcome);
    return { to: begun.url, cookies: [begun.cookie] };
  }
  return { to: signInPage({ ...outcome, correlationId }), cookies: [] };
}
