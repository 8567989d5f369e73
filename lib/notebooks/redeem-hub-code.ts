import { z } from "zod";
import { openValue, sealValue } from "#lib/auth/sealed-value.ts";
import { hubRedirectUri, isSame, provesKey } from "#lib/notebooks/hub-authorization.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { nobody } from "#lib/platform/db.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Services } from "#lib/platform/services.ts";

/** The Hub's token request, unjudged (RFC 6749, section 4.1.3, with a PKCE verifier). */
export type HubCodeRedemption = {
  grantType: string | null;
  clientId: string | null;
  clientSecret: string | null;
  redirectUri: string | null;
  code: string | null;
  codeVerifier: string | null;
};

/** Error codes of RFC 6749, section 5.2. */
type HubTokenRefusal = "invalid_client" | "invalid_grant" | "invalid_request" | "unsupported_grant_type";

type Redeemed =
  | { ok: true; accessToken: string; expiresInSeconds: number }
  | { ok: false; refusal: HubTokenRefusal };

/** The Hub asks `userinfo` at once and keeps nothing. */
const tokenLivesSeconds = 60;

/** Who signs in at the Hub: the stable, opaque name, and what to call the person. */
export type HubIdentity = { hubUser: string; name: string };

/**
 * Takes a code once; a code whose sign-in session has ended since is worth nothing. The access token that it gives opens
 * nothing but `userinfo`: it is the sealed identity with an end, so nothing of it is stored.
 */
export async function redeemHubCode(services: Services, request: HubCodeRedemption): Promise<Redeemed> {
  const { env } = services;
  const secret = env.HUB_OAUTH_CLIENT_SECRET;
  if (
    secret === undefined ||
    request.clientId !== env.HUB_OAUTH_CLIENT_ID ||
    !isSame(request.clientSecret ?? "", secret)
  ) {
    return { ok: false, refusal: "invalid_client" };
  }
  if (request.grantType !== "authorization_code") {
    return { ok: false, refusal: "unsupported_grant_type" };
  }
  const { code, codeVerifier } = request;
  if (code === null || codeVerifier === null) {
    return { ok: false, refusal: "invalid_request" };
  }
  const taken = await takeCode(services, code);
  // The code is spent even when the proof fails: a second guess meets nothing.
  if (
    taken === null ||
    request.redirectUri !== hubRedirectUri(env) ||
    !provesKey(taken.codeChallenge, codeVerifier)
  ) {
    return { ok: false, refusal: "invalid_grant" };
  }
  const person = await findSignedIn(services, taken);
  if (person === null) {
    return { ok: false, refusal: "invalid_grant" };
  }
  const accessToken = sealToken(services, { hubUser: hubUserName(person), name: person.name });
  return { ok: true, accessToken, expiresInSeconds: tokenLivesSeconds };
}

/** Who is behind an access token of ours; null when it is not ours or its time is over. */
export function readHubAccessToken(services: Services, token: string): HubIdentity | null {
  try {
    const text = openValue(services.tokens.seals, binding, Buffer.from(token, "base64url"));
    const { end, ...identity } = tokenSchema.parse(JSON.parse(text));
    return end > services.clock.now().getTime() ? identity : null;
  } catch {
    return null;
  }
}

const tokenSchema = z.object({ hubUser: z.string(), name: z.string(), end: z.number() });

const binding = { purpose: "hub-access-token", recordId: "", personId: "" } as const;

function sealToken(services: Services, identity: HubIdentity): string {
  const end = secondsAfter(services.clock.now(), tokenLivesSeconds).getTime();
  const { bytes } = sealValue(services.tokens.seals, binding, JSON.stringify({ ...identity, end }));
  return Buffer.from(bytes).toString("base64url");
}

type TakenCode = { personId: string; sessionId: string; codeChallenge: string };

async function takeCode(services: Services, code: string): Promise<TakenCode | null> {
  const now = services.clock.now();
  const rows = await services.db.within(
    nobody,
    (transaction) =>
      transaction.$queryRaw<{ person_id: string; session_id: string; code_challenge: string }[]>`
      SELECT person_id, session_id, code_challenge FROM redeem_hub_code(${hashOf(code)}, ${now})`,
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { personId: row.person_id, sessionId: row.session_id, codeChallenge: row.code_challenge };
}

/** The person of a code, as long as the session in which it was asked for lives. */
function findSignedIn(services: Services, { personId, sessionId }: TakenCode) {
  const scope = { personId, organizationIds: [], isPlatformAdmin: false };
  return services.db.within(scope, async (transaction) => {
    const session = await transaction.signInSession.findFirst({
      where: { id: sessionId, personId, endedAt: null, expiresAt: { gt: services.clock.now() } },
      select: { person: { select: { tenantId: true, objectId: true, name: true, state: true } } },
    });
    return session?.person.state === "redeemed" ? session.person : null;
  });
}
