import { z } from "zod";
import type { Env } from "#lib/platform/env.ts";

/** Where this tenant's Entra answers, and the authority as MSAL names it. */
export type EntraEndpoints = {
  authority: string;
  issuer: string;
  authorization: string;
  token: string;
  endSession: string;
  keys: string;
};

const metadata = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url(),
  jwks_uri: z.url(),
});

/** Endpoints from ENTRA_AUTHORITY_METADATA, else as Entra lays them out under the tenant's own authority. */
export function entraEndpoints(env: Env): EntraEndpoints {
  const authority = env.ENTRA_AUTHORITY ?? `https://login.microsoftonline.com/${env.ENTRA_TENANT_ID}`;
  if (env.ENTRA_AUTHORITY_METADATA !== undefined) {
    const given = metadata.parse(JSON.parse(env.ENTRA_AUTHORITY_METADATA));
    return {
      authority,
      issuer: given.issuer,
      authorization: given.authorization_endpoint,
      token: given.token_endpoint,
      endSession: given.end_session_endpoint,
      keys: given.jwks_uri,
    };
  }
  return {
    authority,
    issuer: `${authority}/v2.0`,
    authorization: `${authority}/oauth2/v2.0/authorize`,
    token: `${authority}/oauth2/v2.0/token`,
    endSession: `${authority}/oauth2/v2.0/logout`,
    keys: `${authority}/discovery/v2.0/keys`,
  };
}
