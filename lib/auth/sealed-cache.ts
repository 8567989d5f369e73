import { openValue, type SealKeys, sealValue } from "#lib/auth/sealed-value.ts";
import { readHolding, type TokenHolding } from "#lib/auth/token-holding.ts";
import type { Transaction } from "#lib/platform/db.ts";

/** Which sealed cache, and whose. Both are part of the seal. */
export type CacheKey = { cacheId: string; personId: string };

/** A cache as it was read: the holding and since when the person's tokens must be fresh. */
export type OpenedCache = { holding: TokenHolding; freshAfter: Date | null };

/** Stores a new sealed cache inside the caller's transaction, which must be the person's own. */
export async function insertSealedCache(
  transaction: Transaction,
  seals: SealKeys,
  cache: CacheKey & { kind: "session" | "delegation"; holding: TokenHolding; at: Date },
): Promise<void> {
  const sealed = seal(seals, cache, cache.holding);
  await transaction.sealedCache.create({
    data: {
      id: cache.cacheId,
      personId: cache.personId,
      kind: cache.kind,
      keyId: sealed.keyId,
      sealed: sealed.bytes,
      updatedAt: cache.at,
    },
  });
}

/** Seals the holding anew, with the first key; the caller holds the row's lock. */
export async function updateSealedCache(
  transaction: Transaction,
  seals: SealKeys,
  cache: CacheKey & { holding: TokenHolding; at: Date },
): Promise<void> {
  const sealed = seal(seals, cache, cache.holding);
  await transaction.sealedCache.update({
    where: { id: cache.cacheId },
    data: { keyId: sealed.keyId, sealed: sealed.bytes, updatedAt: cache.at },
  });
}

/** Opens a cache without locking it; null when it is gone (the session or delegation ended). */
export async function readSealedCache(
  transaction: Transaction,
  seals: SealKeys,
  key: CacheKey,
): Promise<OpenedCache | null> {
  const row = await transaction.sealedCache.findUnique({
    where: { id: key.cacheId },
    select: { sealed: true, person: { select: { tokensFreshAfter: true } } },
  });
  if (row === null) {
    return null;
  }
  const text = openValue(seals, bindingOf(key), row.sealed);
  return { holding: readHolding(text), freshAfter: row.person.tokensFreshAfter };
}

/** Locks the row until the transaction ends, then opens it: of many refreshers one goes to Entra, the others find its work. */
export async function lockSealedCache(
  transaction: Transaction,
  seals: SealKeys,
  key: CacheKey,
): Promise<OpenedCache | null> {
  await transaction.$queryRaw`SELECT id FROM sealed_cache WHERE id = ${key.cacheId}::uuid FOR UPDATE`;
  return readSealedCache(transaction, seals, key);
}

function seal(seals: SealKeys, key: CacheKey, holding: TokenHolding) {
  return sealValue(seals, bindingOf(key), JSON.stringify(holding));
}

function bindingOf(key: CacheKey) {
  return { purpose: "token-cache", recordId: key.cacheId, personId: key.personId } as const;
}
