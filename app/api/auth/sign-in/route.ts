import { redirectResponse, signInPage } from "#app/api/auth/redirect.ts";
import { beginSignIn } from "#lib/auth/begin-sign-in.ts";
import { surplusAttempts } from "#lib/auth/cookie.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/** Starts a sign-in: to Entra, with the attempt's cookie. Query: login_hint, returnTo, prompt, claims. */
export async function GET(request: Request): Promise<Response> {
  const services = webServices();
  const query = new URL(request.url).searchParams;
  const returnTo = query.get("returnTo");
  try {
    const begun = await beginSignIn(services, {
      loginHint: query.get("login_hint"),
      prompt: query.get("prompt"),
      claims: query.get("claims"),
      returnTo,
    });
    const surplus = surplusAttempts(services.env.PORTAL_ORIGIN, request.headers.get("cookie"));
    const dropped = surplus.map((name) => ({ name, value: "", maxAgeSeconds: 0 }));
    return redirectResponse(services.env.PORTAL_ORIGIN, begun.url, [...dropped, begun.cookie]);
  } catch (error) {
    const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
    services.log.error({ err: error, correlationId }, "a sign-in could not begin");
    const page = signInPage({ failure: "unreachable", returnTo: returnTo ?? "/", correlationId });
    return redirectResponse(services.env.PORTAL_ORIGIN, page, []);
  }
}
