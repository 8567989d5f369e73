import { createHash } from "node:crypto";
import { attemptCookieName, type Cookie } from "#lib/auth/cookie.ts";
import { localPath } from "#lib/auth/local-path.ts";
import { attemptSeconds, sealAttempt } from "#lib/auth/sign-in-attempt.ts";
import { storageScope } from "#lib/auth/storage-token-outcome.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import type { Services } from "#lib/platform/services.ts";

/** What may be asked of Entra; everything comes from an address line and is judged here. */
export type SignInWish = {
  loginHint?: string | null;
  prompt?: string | null;
  /** A claims challenge, JSON, as conditional access gave it. */
  claims?: string | null;
  returnTo?: string | null;
  /** How often this attempt was already sent back for a second factor. */
  stepUps?: number;
};

/** Where the browser goes, and the cookie that it takes along. */
export type BegunSignIn = { url: string; cookie: Cookie };

const prompts = new Set(["login", "select_account", "consent", "none"]);
const claimsMax = 4000;

/**
 * Begins a sign-in: authorization code with PKCE, state and nonce, all new. The storage scope is asked for at once, so
 * that conditional access for storage asks on Entra's own page and not in the middle of work. Wishes that make no sense
 * (an unknown prompt, claims that are not JSON, a foreign return address) are left out, never passed on.
 */
export async function beginSignIn(services: Services, wish: SignInWish): Promise<BegunSignIn> {
  const { env, ids, clock, tokens } = services;
  const attempt = {
    state: ids.token(32),
    nonce: ids.token(32),
    verifier: ids.token(48),
    returnTo: localPath(wish.returnTo),
    loginHint: wish.loginHint ?? null,
    expiresAt: secondsAfter(clock.now(), attemptSeconds),
    stepUps: wish.stepUps ?? 0,
  };
  const url = await tokens.createClient().getAuthCodeUrl({
    scopes: [storageScope],
    redirectUri: callbackUrl(env.PORTAL_ORIGIN),
    responseMode: "query",
    state: attempt.state,
    nonce: attempt.nonce,
    codeChallenge: createHash("sha256").update(attempt.verifier).digest("base64url"),
    codeChallengeMethod: "S256",
    ...optional(wish),
  });
  const cookie = {
    name: attemptCookieName(env.PORTAL_ORIGIN, attempt.state),
    value: sealAttempt(tokens.seals, attempt),
    maxAgeSeconds: attemptSeconds,
  };
  return { url, cookie };
}

/** The web redirect URI; registered in infra/entra.json, compared by Entra letter by letter. */
export function callbackUrl(portalOrigin: string): string {
  return `${portalOrigin}/api/auth/callback`;
}

function optional(wish: SignInWish): { loginHint?: string; prompt?: string; claims?: string } {
  return {
    ...(wish.loginHint && wish.loginHint.length <= 320 && { loginHint: wish.loginHint }),
    ...(wish.prompt && prompts.has(wish.prompt) && { prompt: wish.prompt }),
    ...(wish.claims && isClaims(wish.claims) && { claims: wish.claims }),
  };
}

function isClaims(text: string): boolean {
  if (text.length > claimsMax) {
    return false;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
