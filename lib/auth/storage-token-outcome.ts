import type { LakeToken } from "#lib/lake/lake.ts";

/**
 * A storage token, or what the person has to do first: sign in again, or step up with the claims that conditional
 * access asks for (to be sent as `claims` to /api/auth/sign-in).
 */
export type StorageTokenOutcome =
  | { ok: true; token: LakeToken }
  | { ok: false; refusal: "sign_in_again" }
  | { ok: false; refusal: "step_up"; claims: string };

/** A storage token that the process holds in memory, and when Entra was asked for it. */
export type HeldToken = { token: LakeToken; obtainedAt: Date };

/** The outcome with the time at which Entra was asked. */
export type DrawnToken = ({ ok: true } & HeldToken) | Extract<StorageTokenOutcome, { ok: false }>;

/** The one delegated scope that the portal asks for (Azure Storage, learn.microsoft.com, 2026-11). */
export const storageScope = "https://storage.azure.com/user_impersonation";
