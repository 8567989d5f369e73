import { findApiActor } from "#app/api-actor.ts";
import type { HubAuthorizationRefusal } from "#lib/notebooks/hub-authorization.ts";
import { judgeHubAuthorization } from "#lib/notebooks/hub-authorization.ts";
import { issueHubCode } from "#lib/notebooks/issue-hub-code.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { faultResponse, problemResponse } from "#lib/platform/problem.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/**
 * The Hub's sign-in: whoever is signed in at the portal goes straight back with a code; whoever is not signs in first.
 * A request that is not exactly the Hub's is answered here and never redirected.
 */
export async function GET(request: Request): Promise<Response> {
  const services = webServices();
  const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
  const url = new URL(request.url);
  const asked = readAuthorization(url.searchParams);
  try {
    const judged = judgeHubAuthorization(asked, services.env);
    if (!judged.ok) {
      return refusalResponse(judged.refusal, correlationId);
    }
    const found = await findApiActor(services, request, correlationId);
    if (!("actor" in found)) {
      return redirectTo(signInAddress(services.env.PORTAL_ORIGIN, url));
    }
    const issued = await issueHubCode(services, found.actor, asked);
    return issued.ok ? redirectTo(issued.location) : refusalResponse(issued.refusal, correlationId);
  } catch (error) {
    services.log.error({ err: error, correlationId }, "the Hub's sign-in failed");
    return faultResponse(error, correlationId);
  }
}

function readAuthorization(query: URLSearchParams) {
  return {
    responseType: query.get("response_type"),
    clientId: query.get("client_id"),
    redirectUri: query.get("redirect_uri"),
    state: query.get("state"),
    codeChallenge: query.get("code_challenge"),
    codeChallengeMethod: query.get("code_challenge_method"),
  };
}

function signInAddress(portalOrigin: string, url: URL): string {
  const query = new URLSearchParams({ returnTo: url.pathname + url.search });
  return `${portalOrigin}/sign-in?${query}`;
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}

const refusals: Record<HubAuthorizationRefusal, readonly [status: number, title: string, detail: string]> = {
  not_configured: [
    404,
    "No notebook hub is connected to this portal.",
    "The operator sets HUB_URL and its client.",
  ],
  not_signed_in: [403, "Only a person's own browser may sign in at the Hub.", "Open the portal and sign in."],
  unknown_client: [400, "This portal does not know that client.", "Open the notebook from the portal."],
  wrong_redirect: [
    400,
    "The answer would go to an address that is not the Hub's.",
    "Open the notebook from the portal. If it stays, the operator compares HUB_URL on both sides.",
  ],
  no_proof_key: [400, "The request carries no PKCE challenge.", "The Hub needs enable_pkce and S256."],
  malformed: [400, "The request is not a sign-in.", "Open the notebook from the portal."],
};

function refusalResponse(code: HubAuthorizationRefusal, correlationId: string): Response {
  const [status, title, detail] = refusals[code];
  return problemResponse({ status, code, title, detail, correlationId });
}
