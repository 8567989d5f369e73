import type { IssuedToken, TokenRefusal } from "#lib/notebooks/issue-token.ts";
import { secondsAfter } from "#lib/platform/clock.ts";

/** What the judgement needs of a request to the identity endpoint; header names are lower case. */
export type IdentityRequest = {
  method: string;
  url: URL;
  header(name: string): string | null;
};

type IdentityRefusal = { ok: false; status: number; message: string };

/** A well-formed request, or why it is refused before anybody is asked. */
export type JudgedIdentityRequest = { ok: true; serverToken: string; resource: string } | IdentityRefusal;

/** Longer than any token of the Hub. */
const tokenCharactersMax = 512;
/** Headers that a proxy or a browser adds, and a notebook server's own client never does. */
const foreignHeaders = ["x-forwarded-for", "forwarded", "via", "origin", "sec-fetch-site"];
/** Parameters with which a client of Azure chooses among several identities (App Service and older clients). */
const choosingParameters = ["client_id", "clientid", "object_id", "principal_id", "mi_res_id"];

/**
 * Judges a request by its form: the App Service managed identity protocol (api-version 2019-08-01, header
 * X-IDENTITY-HEADER; 2017-09-01, header secret), asked directly and not through a proxy or by a web page.
 */
export function judgeIdentityRequest(request: IdentityRequest): JudgedIdentityRequest {
  const foreign = foreignHeaders.find((name) => request.header(name) !== null);
  if (foreign !== undefined) {
    return refuse(403, `The identity endpoint answers only the notebook server itself (${foreign} is sent).`);
  }
  if (request.method !== "GET" || request.url.pathname !== "/msi/token") {
    return refuse(404, "Ask GET /msi/token.");
  }
  const serverToken = request.header("x-identity-header") ?? request.header("secret") ?? "";
  if (serverToken === "" || serverToken.length > tokenCharactersMax) {
    return refuse(401, "The X-IDENTITY-HEADER header is missing or no server's.");
  }
  const query = request.url.searchParams;
  const choosing = choosingParameters.find((name) => query.has(name));
  if (choosing !== undefined) {
    return refuse(400, `A notebook has one identity, its owner's: ${choosing} cannot choose another.`);
  }
  const [resource, ...more] = query.getAll("resource");
  return resource === undefined || more.length > 0
    ? refuse(400, "The query parameter resource is missing or comes twice.")
    : { ok: true, serverToken, resource };
}

function refuse(status: number, message: string): IdentityRefusal {
  return { ok: false, status, message };
}

/** A refusal's status and sentence; SDKs show the sentence to whoever runs the cell. */
export const identityRefusals: Record<TokenRefusal, { status: number; message: string }> = {
  unknown_token: {
    status: 401,
    message: "This notebook server is not known any more. Start it again in the portal.",
  },
  not_a_server: { status: 403, message: "Only a notebook server's own token may ask." },
  not_running: { status: 401, message: "This notebook server does not run." },
  delegation_ended: {
    status: 401,
    message: "This notebook may not act as you any more. Start it again in the portal.",
  },
  wrong_resource: { status: 400, message: "Notebooks get tokens for https://storage.azure.com only." },
  sign_in_again: { status: 400, message: "Sign in to the portal again, then start this notebook anew." },
  step_up: {
    status: 400,
    message: "Your organization asks for a further sign-in step: open the portal, then try again.",
  },
};

/** Clients drop a token five minutes before this end, so a revoked delegation bites at the latest then. */
const reportedSecondsMax = 15 * 60;

/** The answer as clients of both api-versions read it; the end is at most 15 minutes ahead. */
export function identityAnswer(
  token: IssuedToken,
  given: { now: Date; clientId: string },
): Record<string, string> {
  const latest = secondsAfter(given.now, reportedSecondsMax);
  const end = Math.min(token.expiresAt.getTime(), latest.getTime());
  return {
    access_token: token.value,
    // 2019-08-01 clients read expires_on, older ones expires_in.
    expires_on: String(Math.floor(end / 1000)),
    expires_in: String(Math.floor((end - given.now.getTime()) / 1000)),
    resource: token.resource,
    token_type: "Bearer",
    client_id: given.clientId,
  };
}
