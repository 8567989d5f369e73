import { timingSafeEqual } from "node:crypto";
import type { Env } from "#lib/platform/env.ts";
import { hashOf } from "#lib/platform/ids.ts";

/** The query of the Hub's authorization request, unjudged. */
export type HubAuthorization = {
  responseType: string | null;
  clientId: string | null;
  redirectUri: string | null;
  state: string | null;
  codeChallenge: string | null;
  codeChallengeMethod: string | null;
};

export type HubAuthorizationRefusal =
  | "not_configured"
  | "not_signed_in"
  | "unknown_client"
  | "wrong_redirect"
  | "no_proof_key"
  | "malformed";

type Judged =
  | { ok: true; redirectUri: string; state: string; codeChallenge: string }
  | { ok: false; refusal: HubAuthorizationRefusal };

/** The one address that codes are sent to: the Hub's own callback. Null when no Hub is configured. */
export function hubRedirectUri(env: Pick<Env, "HUB_URL">): string | null {
  return env.HUB_URL === undefined ? null : `${env.HUB_URL}/hub/oauth_callback`;
}

/** Judges an authorization request: one client, one exact redirect address, PKCE with S256 (RFC 7636) and a state. */
export function judgeHubAuthorization(request: HubAuthorization, env: Env): Judged {
  const redirectUri = hubRedirectUri(env);
  if (redirectUri === null || env.HUB_OAUTH_CLIENT_SECRET === undefined) {
    return { ok: false, refusal: "not_configured" };
  }
  if (request.clientId !== env.HUB_OAUTH_CLIENT_ID) {
    return { ok: false, refusal: "unknown_client" };
  }
  if (request.redirectUri !== redirectUri) {
    return { ok: false, refusal: "wrong_redirect" };
  }
  const { state, codeChallenge } = request;
  if (request.responseType !== "code" || state === null || state === "") {
    return { ok: false, refusal: "malformed" };
  }
  if (
    request.codeChallengeMethod !== "S256" ||
    codeChallenge === null ||
    !/^[\w-]{43}$/.test(codeChallenge)
  ) {
    return { ok: false, refusal: "no_proof_key" };
  }
  return { ok: true, redirectUri, state, codeChallenge };
}

/** Whether `verifier` is what `challenge` was made from (RFC 7636, section 4.6). */
export function provesKey(challenge: string, verifier: string): boolean {
  return /^[\w.~-]{43,128}$/.test(verifier) && isSame(hashOf(verifier), challenge);
}

/** Compares two secrets without telling by time where they differ. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
}
