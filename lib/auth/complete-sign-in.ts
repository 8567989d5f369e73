import { AuthError, type AuthenticationResult, type ConfidentialClientApplication } from "@azure/msal-node";
import { callbackUrl } from "#lib/auth/begin-sign-in.ts";
import { attemptCookieName, readCookie, sessionCookieName } from "#lib/auth/cookie.ts";
import { endSessionOfCookie } from "#lib/auth/end-session.ts";
import { readIdentity } from "#lib/auth/identity-claims.ts";
import { judgeTokenError } from "#lib/auth/judge-token-error.ts";
import { openAttempt, type SignInAttempt } from "#lib/auth/sign-in-attempt.ts";
import { failureCodeOf, type SignInFailureCode } from "#lib/auth/sign-in-failure.ts";
import { type StartedSession, startSession } from "#lib/auth/start-session.ts";
import { storageScope } from "#lib/auth/storage-token-outcome.ts";
import { takeHolding } from "#lib/auth/token-holding.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { Services } from "#lib/platform/services.ts";

/** What the browser brought back from Entra. */
export type ReturnedSignIn = {
  state: string | null;
  code: string | null;
  error: string | null;
  errorDescription: string | null;
  cookieHeader: string | null;
  correlationId: string;
};

/** A session; or a failure for /sign-in to explain; or once more to Entra with the claims that it asks for. */
export type SignInOutcome =
  | { ok: true; session: StartedSession; returnTo: string }
  | { ok: false; refusal: "failed"; failure: SignInFailureCode; returnTo: string }
  | {
      ok: false;
      refusal: "step_up";
      claims: string;
      returnTo: string;
      loginHint: string | null;
      stepUps: number;
    };

const stepUpsMax = 1;

/**
 * Completes a sign-in: state and attempt cookie must belong together, the code is redeemed with verifier and nonce, a
 * storage token must be there, and only then a new session starts and the browser's previous one ends.
 */
export async function completeSignIn(services: Services, returned: ReturnedSignIn): Promise<SignInOutcome> {
  const state = returned.state ?? "";
  const name = attemptCookieName(services.env.PORTAL_ORIGIN, state);
  const cookie = readCookie(returned.cookieHeader, name);
  const opened = openAttempt(services.tokens.seals, { cookie, state }, services.clock.now());
  if (!opened.ok) {
    return failed(opened.refusal === "lost" ? "attempt_lost" : "state_mismatch", "/");
  }
  const { attempt } = opened;
  if (returned.code === null) {
    return failed(
      failureCodeOf(returned.errorDescription ?? "", failureOfName(returned.error)),
      attempt.returnTo,
    );
  }
  try {
    return await redeem(services, attempt, { ...returned, state, code: returned.code });
  } catch (error) {
    services.log.warn({ err: error, correlationId: returned.correlationId }, "a sign-in failed");
    return judgeFailure(error, attempt);
  }
}

async function redeem(
  services: Services,
  attempt: SignInAttempt,
  returned: ReturnedSignIn & { state: string; code: string },
): Promise<SignInOutcome> {
  const client = services.tokens.createClient();
  const redeemed = await client.acquireTokenByCode(
    {
      code: returned.code,
      scopes: [storageScope],
      redirectUri: callbackUrl(services.env.PORTAL_ORIGIN),
      codeVerifier: attempt.verifier,
      // Expected values go here; what was received goes into the payload (msal-node 7).
      state: attempt.state,
      nonce: attempt.nonce,
      enableSpaAuthorizationCode: true,
    },
    { code: returned.code, state: returned.state },
  );
  const identity = readIdentity(redeemed.idTokenClaims, services.env.ENTRA_TENANT_ID);
  if (identity === null) {
    return failed("wrong_tenant", attempt.returnTo);
  }
  const storage = await storageTokenOf(client, redeemed);
  const holding = await takeHolding(client, storage, { owner: identity, now: services.clock.now() });
  const { correlationId } = returned;
  const session = await startSession(services, {
    identity,
    holding,
    spaCode: redeemed.code ?? null,
    correlationId,
  });
  if (session === null) {
    return failed("person_disabled", attempt.returnTo);
  }
  const previous = readCookie(returned.cookieHeader, sessionCookieName(services.env.PORTAL_ORIGIN));
  if (previous !== null) {
    await endSessionOfCookie(services, { token: previous, correlationId });
  }
  return { ok: true, session, returnTo: attempt.returnTo };
}

/** Proves that silent acquisition works for storage, while a person is there to answer what conditional access asks. */
function storageTokenOf(
  client: ConfidentialClientApplication,
  redeemed: AuthenticationResult,
): Promise<AuthenticationResult> {
  if (redeemed.account === null) {
    throw new AppError("token_unavailable", "Entra's answer named no account.");
  }
  return client.acquireTokenSilent({ account: redeemed.account, scopes: [storageScope] });
}

function judgeFailure(error: unknown, attempt: SignInAttempt): SignInOutcome {
  const claims = claimsOf(error);
  if (claims !== null && attempt.stepUps < stepUpsMax) {
    return {
      ok: false,
      refusal: "step_up",
      claims,
      returnTo: attempt.returnTo,
      loginHint: attempt.loginHint,
      stepUps: attempt.stepUps + 1,
    };
  }
  const name = error instanceof AuthError ? error.errorCode : "";
  return failed(failureCodeOf(error, failureOfName(name)), attempt.returnTo);
}

/** The claims that conditional access asks for; null when the error is something else. */
function claimsOf(error: unknown): string | null {
  try {
    const judged = judgeTokenError(error);
    return judged.refusal === "step_up" && judged.claims !== "" ? judged.claims : null;
  } catch {
    return null;
  }
}

/** Failures that come by an OAuth or MSAL name instead of Entra's number. */
function failureOfName(name: string | null): SignInFailureCode {
  const byName: Record<string, SignInFailureCode> = {
    access_denied: "refused",
    login_required: "session_ended",
    interaction_required: "session_ended",
    state_mismatch: "state_mismatch",
    nonce_mismatch: "state_mismatch",
    network_error: "unreachable",
    invalid_grant: "refused",
    invalid_client: "credential_wrong",
    temporarily_unavailable: "unreachable",
  };
  return byName[name ?? ""] ?? "unexpected";
}

function failed(failure: SignInFailureCode, returnTo: string): SignInOutcome {
  return { ok: false, refusal: "failed", failure, returnTo };
}
