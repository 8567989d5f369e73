import { jwtVerify } from "jose";
import { JOSEError, JWKSTimeout } from "jose/errors";
import { z } from "zod";
import type { Actor } from "#lib/auth/actor.ts";
import { readIdentity } from "#lib/auth/identity-claims.ts";
import { actorOf, personRow } from "#lib/auth/load-actor.ts";
import { nobody } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { Secret } from "#lib/platform/secret.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Who a bearer token stands for. `token_invalid`: not one of ours, or ended; `app_only`: a machine, which gets no data
 * through the portal; `scope_missing`; `not_known`: nobody of that key was invited here; `person_disabled`.
 */
export type BearerActor =
  | { ok: true; actor: Actor }
  | {
      ok: false;
      refusal: "token_invalid" | "app_only" | "scope_missing" | "not_known" | "person_disabled";
    };

const apiScope = "access_as_user";
const clockToleranceSeconds = 60;

const delegation = z.object({
  ver: z.literal("2.0"),
  idtyp: z.string().optional(),
  scp: z.string().optional(),
});

/**
 * Verifies an Entra access token for the portal's own API (signature by Entra's published keys, issuer, audience,
 * lifetime, tenant, scope) and loads the person that it names.
 */
export async function bearerActor(services: Services, token: string): Promise<BearerActor> {
  const payload = await verify(services, token);
  const kind = delegation.safeParse(payload);
  if (payload === null || !kind.success) {
    return { ok: false, refusal: "token_invalid" };
  }
  if (kind.data.idtyp === "app" || kind.data.scp === undefined) {
    return { ok: false, refusal: "app_only" };
  }
  if (!kind.data.scp.split(" ").includes(apiScope)) {
    return { ok: false, refusal: "scope_missing" };
  }
  const identity = readIdentity(payload, services.env.ENTRA_TENANT_ID);
  return identity === null
    ? { ok: false, refusal: "token_invalid" }
    : loadPerson(services, { ...identity, bearer: new Secret(token) });
}

/** The verified claims; null for a token that is not good. Entra's keys out of reach are a fault. */
async function verify(services: Services, token: string): Promise<unknown> {
  const { env, tokens, clock } = services;
  try {
    const verified = await jwtVerify(token, tokens.verificationKeys, {
      issuer: tokens.endpoints.issuer,
      // The GUID in v2 tokens, the application id URI where the manifest says so.
      audience: [env.ENTRA_CLIENT_ID, `api://${env.ENTRA_CLIENT_ID}`],
      algorithms: ["RS256"],
      currentDate: clock.now(),
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["exp", "iat", "tid", "oid"],
    });
    return verified.payload;
  } catch (error) {
    if (error instanceof JOSEError && !(error instanceof JWKSTimeout)) {
      return null;
    }
    throw new AppError("token_unavailable", "Entra's public keys could not be fetched.", { cause: error });
  }
}

async function loadPerson(
  services: Services,
  identity: { tenantId: string; objectId: string; isPlatformAdmin: boolean; bearer: Secret },
): Promise<BearerActor> {
  const rows = await services.db.within(
    nobody,
    (transaction) =>
      transaction.$queryRaw<
        unknown[]
      >`SELECT * FROM directory_actor(${identity.tenantId}::uuid, ${identity.objectId}::uuid)`,
  );
  if (rows[0] === undefined) {
    return { ok: false, refusal: "not_known" };
  }
  const row = personRow.parse(rows[0]);
  if (row.person_state !== "redeemed") {
    return { ok: false, refusal: row.person_state === "disabled" ? "person_disabled" : "not_known" };
  }
  const { isPlatformAdmin, bearer } = identity;
  return { ok: true, actor: actorOf(row, { sessionId: null, isPlatformAdmin, bearer }) };
}
