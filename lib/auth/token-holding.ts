import type { AuthenticationResult, ConfidentialClientApplication } from "@azure/msal-node";
import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";

/** What one sealed cache holds: MSAL's own cache text of exactly one person, and the newest storage token. */
export type TokenHolding = z.infer<typeof holding>;

const holding = z.object({
  /** MSAL's serialised cache: account, refresh token, access tokens. */
  cache: z.string(),
  /** MSAL's key of the account: the guest's HOME ids (`<home oid>.<home tid>`). */
  homeAccountId: z.string(),
  storage: z.object({
    value: z.string(),
    expiresAt: z.coerce.date(),
    obtainedAt: z.coerce.date(),
  }),
});

/** Reads what `sealHolding` wrote into text. */
export function readHolding(text: string): TokenHolding {
  return holding.parse(JSON.parse(text));
}

/** Whose tokens a result must be: the resource tenant's ids. */
export type Owner = { tenantId: string; objectId: string };

/**
 * Takes what the client's cache holds after a storage token was given. Throws when the result, or anything else in the
 * cache, is not the owner's: such a cache is never stored.
 */
export async function takeHolding(
  client: ConfidentialClientApplication,
  result: AuthenticationResult,
  given: { owner: Owner; now: Date },
): Promise<TokenHolding> {
  const accounts = await client.getTokenCache().getAllAccounts();
  const [account] = accounts;
  const isOwners =
    accounts.length === 1 &&
    result.tenantId === given.owner.tenantId &&
    result.uniqueId === given.owner.objectId &&
    account?.localAccountId === given.owner.objectId &&
    account.tenantId === given.owner.tenantId;
  if (!isOwners || account === undefined || result.expiresOn === null) {
    throw new AppError("token_unavailable", "Entra's answer was for somebody else; it was thrown away.");
  }
  return {
    cache: client.getTokenCache().serialize(),
    homeAccountId: account.homeAccountId,
    storage: { value: result.accessToken, expiresAt: result.expiresOn, obtainedAt: given.now },
  };
}
