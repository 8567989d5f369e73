import { AuthError, InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import type { StorageTokenOutcome } from "#lib/auth/storage-token-outcome.ts";
import { AppError } from "#lib/platform/errors.ts";

type TokenRefusal = Extract<StorageTokenOutcome, { ok: false }>;

/** A second factor is asked for: AADSTS50072, 50074, 50076, 50079, and 50158 (an external challenge). */
const stepUpNumbers = new Set([50_072, 50_074, 50_076, 50_079, 50_158]);

/**
 * What Entra's refusal of a silent request means for the person: step up, or sign in again. A portal that Entra does
 * not accept (wrong secret), an Entra that does not answer and everything unknown are faults and thrown.
 */
export function judgeTokenError(error: unknown): TokenRefusal {
  if (error instanceof InteractionRequiredAuthError) {
    const isStepUp = error.claims !== "" || stepUpNumbers.has(entraNumber(error) ?? 0);
    return isStepUp
      ? { ok: false, refusal: "step_up", claims: error.claims }
      : { ok: false, refusal: "sign_in_again" };
  }
  if (error instanceof ServerError && error.errorCode !== "invalid_client" && (error.status ?? 400) < 500) {
    return { ok: false, refusal: "sign_in_again" };
  }
  if (error instanceof AppError) {
    throw error;
  }
  throw new AppError("token_unavailable", "Entra gave no token.", { cause: error });
}

/** The AADSTS number of what MSAL threw or Entra wrote; null when there is none. */
export function entraNumber(error: unknown): number | null {
  const text = error instanceof AuthError ? error.errorMessage : typeof error === "string" ? error : "";
  const found = /AADSTS(\d{5,7})/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
