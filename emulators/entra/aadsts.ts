/**
 * Entra's numbered refusals, as far as this emulator gives them: OAuth error name, status and the text's stem.
 * Source: learn.microsoft.com/entra/identity-platform/reference-error-codes (2026-11).
 */
const catalogue = {
  16000: [
    "interaction_required",
    "Either multiple user identities are available for the current request or selected account is not supported.",
  ],
  28000: [
    "invalid_scope",
    "Provided value for the input parameter scope is not valid because it contains more than one resource.",
  ],
  50011: [
    "invalid_request",
    "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
  ],
  50013: ["invalid_grant", "Assertion failed signature validation or is not one of this tenant's tokens."],
  50020: [
    "invalid_grant",
    "User account from identity provider does not exist in tenant and cannot access the application. The account needs to be added as an external user in the tenant first.",
  ],
  50027: ["invalid_grant", "JWT token is invalid or malformed."],
  50034: ["invalid_grant", "The user account does not exist in the directory."],
  50057: ["invalid_grant", "The user account is disabled."],
  50058: ["login_required", "A silent sign-in request was sent but no user is signed in."],
  50076: [
    "interaction_required",
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
  ],
  50105: [
    "access_denied",
    "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application.",
  ],
  50126: ["invalid_grant", "Error validating credentials due to invalid username or password."],
  50173: [
    "invalid_grant",
    "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
  ],
  53003: ["access_denied", "Access has been blocked by Conditional Access policies."],
  54005: [
    "invalid_grant",
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  ],
  65001: [
    "invalid_grant",
    "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
  ],
  65004: ["access_denied", "User declined to consent to access the app."],
  70000: ["invalid_grant", "Provided grant is invalid or malformed, or was issued to another client."],
  70003: ["unsupported_grant_type", "The app requested an unsupported grant type."],
  70008: [
    "invalid_grant",
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  ],
  70011: ["invalid_scope", "The provided value for the input parameter 'scope' is not valid."],
  90002: ["invalid_request", "Tenant not found. Check to make sure you have the correct tenant ID."],
  90014: ["invalid_request", "The required field is missing from the request."],
  90023: [
    "invalid_request",
    "The request has an unsupported value or a parameter that this emulator does not support.",
  ],
  500011: ["invalid_resource", "The resource principal was not found in the tenant."],
  500112: [
    "invalid_grant",
    "The reply address does not match the reply address provided when requesting the authorization code.",
  ],
  500131: ["invalid_grant", "Assertion audience does not match the Client app presenting the assertion."],
  500133: ["invalid_grant", "Assertion is not within its valid time range."],
  501481: [
    "invalid_grant",
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  ],
  650053: ["invalid_scope", "The application asked for a scope that doesn't exist on the resource."],
  650057: [
    "invalid_resource",
    "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
  ],
  700016: [
    "unauthorized_client",
    "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant.",
  ],
  700025: [
    "invalid_client",
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  ],
  700027: [
    "invalid_client",
    "The certificate with identifier used to sign the client assertion is not registered on application.",
  ],
  700054: ["unsupported_response_type", "response_type is not enabled for the application."],
  700082: ["invalid_grant", "The refresh token has expired due to inactivity."],
  700084: [
    "invalid_grant",
    "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.",
  ],
  1002012: [
    "invalid_scope",
    "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
  ],
  7000215: [
    "invalid_client",
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
  ],
  7000218: [
    "invalid_client",
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  9002313: ["invalid_request", "Invalid request. Request is malformed or invalid."],
  9002325: [
    "invalid_request",
    "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
  ],
  9002326: [
    "invalid_request",
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  ],
  9002327: [
    "invalid_request",
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  ],
} as const satisfies Record<number, readonly [string, string]>;

export type AadstsCode = keyof typeof catalogue;

/** What may be added to a refusal: a detail for its text, another error name, a suberror, a claims challenge. */
export type RefusalDetail = { detail?: string; error?: string; suberror?: string; claims?: string };

/** A protocol refusal with Entra's number; thrown anywhere in a flow and answered in one place. */
export class EntraRefusal extends Error {
  readonly code: AadstsCode;
  readonly error: string;
  readonly extra: RefusalDetail;

  constructor(code: AadstsCode, extra: RefusalDetail = {}) {
    const [error, text] = catalogue[code];
    super(`AADSTS${code}: ${text}${extra.detail ? ` ${extra.detail}` : ""}`);
    this.code = code;
    this.error = extra.error ?? error;
    this.extra = extra;
  }
}

/** The request's identity in a refusal: when, and under which correlation id the client asked. */
export type RefusalContext = { nowMs: number; correlationId: string };

/** The full text of a refusal as Entra words it, with trace, correlation and time. */
export function describeRefusal(
  refusal: EntraRefusal,
  context: RefusalContext & { traceId: string },
): string {
  const stamp = timestampOf(context.nowMs);
  return `${refusal.message} Trace ID: ${context.traceId} Correlation ID: ${context.correlationId} Timestamp: ${stamp}`;
}

/** The token endpoint's JSON body for a refusal; invalid_client is 401, all others are 400. */
export function refusalBody(
  refusal: EntraRefusal,
  context: RefusalContext,
): { status: number; body: object } {
  const traceId = crypto.randomUUID();
  const { suberror, claims } = refusal.extra;
  const body = {
    error: refusal.error,
    error_description: describeRefusal(refusal, { ...context, traceId }),
    error_codes: [refusal.code],
    timestamp: timestampOf(context.nowMs),
    trace_id: traceId,
    correlation_id: context.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
    ...(suberror && { suberror }),
    ...(claims && { claims }),
  };
  return { status: refusal.error === "invalid_client" ? 401 : 400, body };
}

function timestampOf(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
}
