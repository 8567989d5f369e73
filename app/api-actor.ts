import type { Actor } from "#lib/auth/actor.ts";
import { bearerActor } from "#lib/auth/bearer-actor.ts";
import { readCookie, sessionCookieName } from "#lib/auth/cookie.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { faultResponse, problemResponse } from "#lib/platform/problem.ts";
import { type Services, webServices } from "#lib/platform/services.ts";

/** What a route handler works with once somebody is known. */
export type ApiCall = { services: Services; actor: Actor; correlationId: string };

/**
 * Runs a route handler for the actor of the request's bearer token or session cookie (a bearer token wins: it was put
 * there on purpose). Answers 401 or 403 as problem details when there is no actor, and words for what is thrown.
 */
export async function asActor(
  request: Request,
  handle: (call: ApiCall) => Promise<Response>,
): Promise<Response> {
  const services = webServices();
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
  try {
    const found = await findApiActor(services, request, correlationId);
    return "actor" in found
      ? await handle({ services, actor: found.actor, correlationId })
      : refusalResponse(found.refusal, correlationId);
  } catch (error) {
    services.log.error(
      { err: error, correlationId, path: new URL(request.url).pathname },
      "a request failed",
    );
    return faultResponse(error, correlationId);
  }
}

const refusals = {
  not_signed_in: [401, "You are not signed in.", "Sign in, or send a bearer token for the portal."],
  session_ended: [401, "Your session ended.", "Sign in again."],
  token_invalid: [401, "The bearer token is not good here.", "Get a token for the portal's own audience."],
  app_only: [403, "Machines get no data through the portal.", "Send a person's token."],
  scope_missing: [403, "The token lacks the scope access_as_user.", "Ask for that scope."],
  not_known: [403, "Nobody invited this account.", "Ask your organization's admin for an invitation."],
  person_disabled: [403, "Your access to this portal is closed.", "Ask your organization's admin."],
} as const satisfies Record<string, readonly [number, string, string]>;

type Refusal = keyof typeof refusals;

/** Who a request's bearer token or session cookie stands for, or why nobody. */
export async function findApiActor(
  services: Services,
  request: Request,
  correlationId: string,
): Promise<{ actor: Actor } | { refusal: Refusal }> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) {
    return bearerActor(services, bearer);
  }
  const token = readCookie(request.headers.get("cookie"), sessionCookieName(services.env.PORTAL_ORIGIN));
  return token === null ? { refusal: "not_signed_in" } : loadActor(services, { token, correlationId });
}

function refusalResponse(code: Refusal, correlationId: string): Response {
  const [status, title, detail] = refusals[code];
  const response = problemResponse({ status, code, title, detail, correlationId });
  if (status === 401) {
    response.headers.set("www-authenticate", 'Bearer realm="lakeport"');
  }
  return response;
}
