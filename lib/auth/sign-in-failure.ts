import { entraNumber } from "#lib/auth/judge-token-error.ts";

/** Everything that can go wrong on the way in, as the address line of /sign-in names it. */
export type SignInFailureCode = keyof typeof words;

/** What happened, who has to act, and what they do. */
export type SignInFailure = {
  code: SignInFailureCode;
  title: string;
  happened: string;
  whoActs: "you" | "your administrator" | "the portal's operator" | "nobody";
  next: string;
};

const words = {
  guest_missing: [
    "This account is not a guest here",
    "Microsoft Entra knows your account, but nobody invited it to this portal.",
    "your administrator",
    "Ask your organization's admin for an invitation, or use the account that was invited.",
  ],
  not_assigned: [
    "Your account is not assigned",
    "The portal is open only to assigned people, and you are not among them.",
    "the portal's operator",
    "Ask the operator to assign your account, or a group of yours, to the portal.",
  ],
  account_disabled: [
    "Your account is disabled",
    "Microsoft Entra does not let this account sign in.",
    "your administrator",
    "Ask your administrator to enable the account.",
  ],
  person_disabled: [
    "Your access to this portal is closed",
    "The operator closed this portal for your account.",
    "the portal's operator",
    "Ask your organization's admin or the operator.",
  ],
  consent_missing: [
    "The portal lacks a permission",
    "An administrator has not consented to what the portal needs: to sign you in and to call the lake as you.",
    "the portal's operator",
    "An Entra administrator grants consent once for everybody.",
  ],
  declined: [
    "You declined",
    "The portal was not allowed to act as you, so it cannot show your data.",
    "you",
    "Sign in again and accept, if that was not meant.",
  ],
  redirect_mismatch: [
    "The portal's address is not registered",
    "Microsoft Entra does not know the address that the portal wants to return to.",
    "the portal's operator",
    "Register the portal's callback address, exactly as PORTAL_ORIGIN spells it.",
  ],
  credential_wrong: [
    "The portal could not prove itself",
    "Microsoft Entra refused the portal's own secret or certificate: it is wrong or has ended.",
    "the portal's operator",
    "Set a current secret or certificate; `npm run doctor` says which one is wrong.",
  ],
  blocked: [
    "A policy blocked the sign-in",
    "Conditional access does not allow this sign-in from this device or place.",
    "your administrator",
    "Try a managed device or the office network, or ask your administrator which policy it was.",
  ],
  second_factor: [
    "A second factor is needed",
    "Microsoft Entra asks for another proof of who you are, and it was not given.",
    "you",
    "Sign in again and complete the second step.",
  ],
  refused: [
    "Microsoft Entra refused",
    "The sign-in ended at Microsoft Entra without a reason that the portal knows.",
    "you",
    "Sign in again; if it stays, tell your administrator the correlation id.",
  ],
  state_mismatch: [
    "This answer does not belong to your sign-in",
    "The way back from Microsoft Entra did not match the way there; it may have been somebody else's link.",
    "you",
    "Start the sign-in here, in this browser.",
  ],
  attempt_lost: [
    "The sign-in took too long or lost its cookie",
    "The portal no longer knows this attempt: ten minutes passed, it was used before, or cookies are off.",
    "you",
    "Sign in again; allow cookies for this site.",
  ],
  wrong_tenant: [
    "The answer names another directory",
    "Microsoft Entra answered for a directory that is not this portal's.",
    "the portal's operator",
    "Check the tenant in the portal's settings.",
  ],
  unreachable: [
    "Microsoft Entra does not answer",
    "The portal could not reach Microsoft Entra.",
    "nobody",
    "Wait a moment and try again; the operator sees it on the health page.",
  ],
  session_ended: [
    "You were signed out",
    "Your session ended: it was idle for an hour, ten hours old, or ended elsewhere.",
    "you",
    "Sign in to go on where you were.",
  ],
  unexpected: [
    "The sign-in failed",
    "Something happened that the portal did not expect.",
    "the portal's operator",
    "Try again; if it stays, tell the operator the correlation id.",
  ],
} as const satisfies Record<string, readonly [string, string, SignInFailure["whoActs"], string]>;

/** Entra's numbers as ours (learn.microsoft.com/entra/identity-platform/reference-error-codes, 2026-11). */
const codesByNumber: Record<number, SignInFailureCode> = {
  50020: "guest_missing",
  50034: "guest_missing",
  50011: "redirect_mismatch",
  50057: "account_disabled",
  50105: "not_assigned",
  50058: "second_factor",
  50072: "second_factor",
  50074: "second_factor",
  50076: "second_factor",
  50079: "second_factor",
  50158: "second_factor",
  53000: "blocked",
  53001: "blocked",
  53002: "blocked",
  53003: "blocked",
  54005: "attempt_lost",
  65001: "consent_missing",
  90094: "consent_missing",
  65004: "declined",
  70008: "attempt_lost",
  500112: "redirect_mismatch",
  501481: "state_mismatch",
  700016: "credential_wrong",
  700024: "credential_wrong",
  700027: "credential_wrong",
  7000215: "credential_wrong",
  7000218: "credential_wrong",
  7000222: "credential_wrong",
};

/** The words of a failure; an unknown code reads as `unexpected`. */
export function signInFailure(code: string): SignInFailure {
  const known = isFailureCode(code) ? code : "unexpected";
  const [title, happened, whoActs, next] = words[known];
  return { code: known, title, happened, whoActs, next };
}

/** Which failure Entra's text or what MSAL threw stands for; `fallback` when it carries no number that we know. */
export function failureCodeOf(error: unknown, fallback: SignInFailureCode): SignInFailureCode {
  return codesByNumber[entraNumber(error) ?? 0] ?? fallback;
}

function isFailureCode(code: string): code is SignInFailureCode {
  return Object.hasOwn(words, code);
}
