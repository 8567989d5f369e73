import type { HubCodeRedemption } from "#lib/notebooks/redeem-hub-code.ts";

/** What the Hub sent to the token endpoint: its form and its Authorization header, as they came. */
export type HubTokenRequest = {
  contentType: string | null;
  authorization: string | null;
  form: URLSearchParams;
};

/**
 * Reads a token request (RFC 6749, section 4.1.3). The client may prove itself in the form or by HTTP Basic, not by both
 * (section 2.3), and no parameter may come twice (section 3.2); null for such a request.
 */
export function readHubTokenRequest(request: HubTokenRequest): HubCodeRedemption | null {
  const { form, authorization } = request;
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.contentType ?? "");
  if (!isForm || [...form.keys()].some((name) => form.getAll(name).length > 1)) {
    return null;
  }
  const basic = authorization === null ? undefined : readBasic(authorization);
  if (basic === null || (basic !== undefined && form.has("client_secret"))) {
    return null;
  }
  return {
    grantType: form.get("grant_type"),
    clientId: basic?.clientId ?? form.get("client_id"),
    clientSecret: basic?.clientSecret ?? form.get("client_secret"),
    redirectUri: form.get("redirect_uri"),
    code: form.get("code"),
    codeVerifier: form.get("code_verifier"),
  };
}

/** Both halves are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string): { clientId: string; clientSecret: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  const pair = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const [clientId, ...rest] = pair.split(":");
  if (clientId === undefined || rest.length === 0) {
    return null;
  }
  return { clientId: decodeForm(clientId), clientSecret: decodeForm(rest.join(":")) };
}

function decodeForm(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}
