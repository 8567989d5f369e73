import { entraEndpoints } from "#lib/auth/entra-endpoints.ts";
import { popupPath } from "#lib/auth/security-headers.ts";
import { storageScope } from "#lib/auth/storage-token-outcome.ts";
import type { Env } from "#lib/platform/env.ts";

/** Settings of the browser's own MSAL client: public by nature, no secret among them. */
export type BrowserClient = {
  clientId: string;
  authority: string;
  knownAuthorities: readonly string[];
  /** JSON; null for the real Entra, whose metadata MSAL knows. */
  authorityMetadata: string | null;
  redirectUri: string;
  scope: string;
};

/** What a page hands to the browser's MSAL client, so that it signs in to the same tenant and application. */
export function browserClient(env: Env): BrowserClient {
  return {
    clientId: env.ENTRA_CLIENT_ID,
    authority: entraEndpoints(env).authority,
    knownAuthorities: env.ENTRA_KNOWN_AUTHORITIES,
    authorityMetadata: env.ENTRA_AUTHORITY_METADATA ?? null,
    redirectUri: `${env.PORTAL_ORIGIN}${popupPath}`,
    scope: storageScope,
  };
}
