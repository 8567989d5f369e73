import type { Actor } from "#lib/auth/actor.ts";
import { personScope } from "#lib/auth/draw-storage-token.ts";
import { holdToken, isTokenFresh } from "#lib/auth/held-token.ts";
import { judgeTokenError } from "#lib/auth/judge-token-error.ts";
import { type HeldToken, type StorageTokenOutcome, storageScope } from "#lib/auth/storage-token-outcome.ts";
import { hashOf } from "#lib/platform/ids.ts";
import type { Secret } from "#lib/platform/secret.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * A storage token on behalf of the actor whose verified bearer token this is (RFC 7523 as Entra does it). Held in
 * memory under the bearer token's hash, so that it serves that token's bearer and nobody else, until the actor's
 * access changes.
 */
export async function acquireOnBehalfOf(
  services: Services,
  actor: Actor,
  bearer: Secret,
): Promise<StorageTokenOutcome> {
  const { onBehalfOf } = services.tokens;
  const key = hashOf(bearer.reveal());
  const held = onBehalfOf.get(key);
  if (held !== undefined && (await isReusable(services, actor, held))) {
    return { ok: true, token: held.token };
  }
  const obtainedAt = services.clock.now();
  const given = await exchange(services, actor, bearer.reveal());
  if (given.ok) {
    holdToken(onBehalfOf, key, { token: given.token, obtainedAt });
  }
  return given;
}

async function isReusable(services: Services, actor: Actor, held: HeldToken): Promise<boolean> {
  const person = await services.db.within(personScope(actor.personId), (transaction) =>
    transaction.person.findUnique({
      where: { id: actor.personId },
      select: { tokensFreshAfter: true },
    }),
  );
  const token = { expiresAt: held.token.expiresAt, obtainedAt: held.obtainedAt };
  return person !== null && isTokenFresh(token, services.clock.now(), person.tokensFreshAfter);
}

async function exchange(services: Services, actor: Actor, assertion: string): Promise<StorageTokenOutcome> {
  try {
    const client = services.tokens.createClient();
    const result = await client.acquireTokenOnBehalfOf({ oboAssertion: assertion, scopes: [storageScope] });
    return result?.uniqueId === actor.objectId && result.expiresOn !== null
      ? { ok: true, token: { value: result.accessToken, expiresAt: result.expiresOn } }
      : { ok: false, refusal: "sign_in_again" };
  } catch (error) {
    return judgeTokenError(error);
  }
}
