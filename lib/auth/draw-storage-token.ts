import type { ConfidentialClientApplication } from "@azure/msal-node";
import { isTokenFresh } from "#lib/auth/held-token.ts";
import { readIdentity } from "#lib/auth/identity-claims.ts";
import { judgeTokenError } from "#lib/auth/judge-token-error.ts";
import {
  type CacheKey,
  lockSealedCache,
  readSealedCache,
  updateSealedCache,
} from "#lib/auth/sealed-cache.ts";
import { type DrawnToken, type StorageTokenOutcome, storageScope } from "#lib/auth/storage-token-outcome.ts";
import { type Owner, type TokenHolding, takeHolding } from "#lib/auth/token-holding.ts";
import type { Scope, Transaction } from "#lib/platform/db.ts";
import type { Services } from "#lib/platform/services.ts";

/** Which sealed cache to draw from, and whose tokens must be in it. */
export type CacheOwner = CacheKey & Owner;

/**
 * A storage token out of one sealed cache: the held one while it is fresh (no lock taken), else a new one, for which
 * exactly one of all parallel callers in all processes goes to Entra. `find` names the cache inside the person's own
 * transaction; null when it names none, or one that is gone.
 */
export async function drawStorageToken(
  services: Services,
  personId: string,
  find: (transaction: Transaction) => Promise<CacheOwner | null>,
): Promise<DrawnToken | null> {
  const found = await services.db.within(personScope(personId), async (transaction) => {
    const owner = await find(transaction);
    const opened = owner === null ? null : await readSealedCache(transaction, services.tokens.seals, owner);
    return owner === null || opened === null ? null : { ...opened, owner };
  });
  if (found === null) {
    return null;
  }
  return isTokenFresh(found.holding.storage, services.clock.now(), found.freshAfter)
    ? tokenOf(found.holding)
    : refreshOnce(services, found.owner);
}

/** In one process parallel callers share one promise, so that waiting for the row lock costs one connection, not all. */
function refreshOnce(services: Services, owner: CacheOwner): Promise<DrawnToken> {
  const { refreshes } = services.tokens;
  const key = `${owner.cacheId} ${owner.personId}`;
  const running = refreshes.get(key);
  if (running !== undefined) {
    return running;
  }
  const started = refreshLocked(services, owner).finally(() => refreshes.delete(key));
  refreshes.set(key, started);
  return started;
}

function refreshLocked(services: Services, owner: CacheOwner): Promise<DrawnToken> {
  const { seals } = services.tokens;
  return services.db.within(personScope(owner.personId), async (transaction) => {
    const opened = await lockSealedCache(transaction, seals, owner);
    if (opened === null) {
      return { ok: false, refusal: "sign_in_again" };
    }
    if (isTokenFresh(opened.holding.storage, services.clock.now(), opened.freshAfter)) {
      return tokenOf(opened.holding);
    }
    const renewed = await renewHolding(services, opened.holding, owner);
    if (!renewed.ok) {
      return renewed;
    }
    const at = services.clock.now();
    await updateSealedCache(transaction, seals, { ...owner, holding: renewed.holding, at });
    if (!renewed.isPlatformAdmin) {
      // A role that was taken away ends with the next refresh; one that was given begins with the next sign-in.
      await transaction.signInSession.updateMany({
        where: { cacheId: owner.cacheId, isPlatformAdmin: true },
        data: { isPlatformAdmin: false },
      });
    }
    return tokenOf(renewed.holding);
  });
}

type Renewed =
  | { ok: true; holding: TokenHolding; isPlatformAdmin: boolean }
  | Extract<StorageTokenOutcome, { ok: false }>;

/**
 * Puts the holding into a client of its own and asks Entra for a new storage token with the refresh token in it; the id
 * token that comes along says whether the owner still is a platform admin.
 */
export async function renewHolding(
  services: Services,
  holding: TokenHolding,
  owner: Owner,
): Promise<Renewed> {
  const client = services.tokens.createClient();
  client.getTokenCache().deserialize(holding.cache);
  const account = await client.getTokenCache().getAccountByHomeId(holding.homeAccountId);
  if (account === null) {
    return { ok: false, refusal: "sign_in_again" };
  }
  const now = services.clock.now();
  const asked = await ask(client, { account, scopes: [storageScope], forceRefresh: true });
  if (!asked.ok) {
    return asked;
  }
  const identity = readIdentity(asked.result.idTokenClaims, owner.tenantId);
  const renewed = await takeHolding(client, asked.result, { owner, now });
  return { ok: true, holding: renewed, isPlatformAdmin: identity?.isPlatformAdmin ?? false };
}

async function ask(
  client: ConfidentialClientApplication,
  request: Parameters<ConfidentialClientApplication["acquireTokenSilent"]>[0],
) {
  try {
    return { ok: true, result: await client.acquireTokenSilent(request) } as const;
  } catch (error) {
    return judgeTokenError(error);
  }
}

function tokenOf({ storage }: TokenHolding): DrawnToken {
  const { value, expiresAt, obtainedAt } = storage;
  return { ok: true, token: { value, expiresAt }, obtainedAt };
}

/** What only this person may touch: sessions, caches, delegations. */
export function personScope(personId: string): Scope {
  return { personId, organizationIds: [], isPlatformAdmin: false };
}
