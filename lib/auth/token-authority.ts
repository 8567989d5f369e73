import type { ConfidentialClientApplication } from "@azure/msal-node";
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import { createConfidentialClientFactory } from "#lib/auth/create-confidential-client.ts";
import { type EntraEndpoints, entraEndpoints } from "#lib/auth/entra-endpoints.ts";
import { readSealKeys, type SealKeys } from "#lib/auth/sealed-value.ts";
import type { DrawnToken, HeldToken } from "#lib/auth/storage-token-outcome.ts";
import type { Env } from "#lib/platform/env.ts";
import { AppError } from "#lib/platform/errors.ts";

/** What signing in and getting tokens needs of Entra and of our own keys. One per process. */
export type TokenAuthority = {
  endpoints: EntraEndpoints;
  /** A new confidential client with an empty cache: one per sealed cache, never kept. */
  createClient(): ConfidentialClientApplication;
  /** Entra's public keys, fetched when first needed and when an unknown key id appears. */
  verificationKeys: JWTVerifyGetKey;
  seals: SealKeys;
  /** Refreshes under way in this process by sealed cache, so that parallel callers wait for one of them. */
  refreshes: Map<string, Promise<DrawnToken>>;
  /** On-behalf-of storage tokens by SHA-256 of the bearer token they were given for; bounded, memory only. */
  onBehalfOf: Map<string, HeldToken>;
  /** Sessions' own storage tokens by session id; bounded, memory only, good only after the session was looked up. */
  ofSessions: Map<string, HeldToken>;
  /** Milliseconds of fetching Entra's public keys; throws when it does not answer. */
  ping(): Promise<number>;
};

/** Builds it from settings; refuses a portal without a way to prove itself. */
export function createTokenAuthority(env: Env): TokenAuthority {
  const endpoints = entraEndpoints(env);
  return {
    endpoints,
    createClient: createConfidentialClientFactory(env),
    verificationKeys: createRemoteJWKSet(new URL(endpoints.keys)),
    seals: readSealKeys(env.SEAL_KEYS),
    refreshes: new Map(),
    onBehalfOf: new Map(),
    ofSessions: new Map(),
    ping: () => ping(endpoints.keys),
  };
}

const pingWithinMs = 3_000;

async function ping(url: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(url, { signal: AbortSignal.timeout(pingWithinMs) });
  await response.arrayBuffer();
  if (!response.ok) {
    throw new AppError("token_unavailable", `Entra answered ${response.status}.`);
  }
  return performance.now() - started;
}
