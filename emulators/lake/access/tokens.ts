import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** What the lake reads from a verified token. `issuedAt` in seconds. Group claims are not read. */
export type TokenClaims = {
  oid: string;
  tid: string;
  appid: string;
  idtyp: "user" | "app";
  issuedAt: number;
  tokenId: string;
};

export type TokenRules = { tenantId: string; entraOrigin: string; nowMs: () => number };
export type TokenVerifier = (token: string) => Promise<TokenClaims>;

const audiences = ["https://storage.azure.com", "https://storage.azure.com/"];
const rememberedMax = 5_000;

/** A verifier against the Entra emulator's published keys; every fault is 401 InvalidAuthenticationInfo. */
export function createTokenVerifier(rules: TokenRules): TokenVerifier {
  const url = new URL(`${rules.entraOrigin}/${rules.tenantId}/discovery/v2.0/keys`);
  return verifierWith(createRemoteJWKSet(url, { cooldownDuration: 2_000 }), rules);
}

/** The same against given keys. A token that has passed once is only asked for its expiry again. */
export function verifierWith(keys: JWTVerifyGetKey, rules: TokenRules): TokenVerifier {
  const passed = new Map<string, { claims: TokenClaims; expiresMs: number }>();
  return async (token) => {
    const known = passed.get(token);
    if (known && known.expiresMs > rules.nowMs()) return known.claims;
    const payload = await verified(token, keys, rules);
    const claims = claimsOf(payload);
    if (passed.size > rememberedMax) passed.clear();
    passed.set(token, { claims, expiresMs: (payload.exp ?? 0) * 1000 });
    return claims;
  };
}

async function verified(token: string, keys: JWTVerifyGetKey, rules: TokenRules): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      audience: audiences,
      issuer: `https://sts.windows.net/${rules.tenantId}/`,
      requiredClaims: ["exp", "oid", "tid"],
      algorithms: ["RS256"],
      currentDate: new Date(rules.nowMs()),
      clockTolerance: 5,
    });
    return payload;
  } catch (error) {
    throw refused(error, rules.tenantId);
  }
}

/** The reasons follow the service's AuthenticationErrorDetail style [M]; status and code are documented. */
function refused(error: unknown, tenantId: string): Refusal {
  const isUnreachable =
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error.code === "ERR_JOSE_GENERIC";
  if (isUnreachable)
    return new Refusal("ServerBusy", {
      message: "The signing keys of the identity provider cannot be read.",
    });
  const reason =
    error instanceof errors.JWTExpired
      ? "Lifetime validation failed. The token is expired."
      : error instanceof errors.JWTClaimValidationFailed && error.claim === "aud"
        ? "Audience validation failed. Audience did not match."
        : error instanceof errors.JWTClaimValidationFailed && error.claim === "iss"
          ? "Issuer validation failed. Issuer did not match."
          : "Signature validation failed or the token could not be read.";
  return new Refusal("InvalidAuthenticationInfo", {
    headers: { "www-authenticate": challenge(tenantId) },
    details: { AuthenticationErrorDetail: reason },
  });
}

/** adls.md 2.6: what SDKs read for tenant discovery. */
export function challenge(tenantId: string): string {
  return `Bearer authorization_uri=https://login.microsoftonline.com/${tenantId}/oauth2/authorize resource_id=https://storage.azure.com`;
}

function claimsOf(payload: JWTPayload): TokenClaims {
  const text = (name: string) => (typeof payload[name] === "string" ? payload[name] : "");
  const oid = text("oid");
  return {
    oid,
    tid: text("tid"),
    appid: text("appid") || text("azp"),
    idtyp: text("idtyp") === "app" || (text("scp") === "" && text("sub") === oid) ? "app" : "user",
    issuedAt: payload.iat ?? 0,
    tokenId: text("uti") || `${text("sub")}:${payload.iat ?? 0}`,
  };
}
