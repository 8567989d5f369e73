import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import { type AskingClient, demandProof } from "#emulators/entra/client-authentication.ts";
import { type EntraRequest, headerOf } from "#emulators/entra/exchange.ts";
import type { RefreshGrant } from "#emulators/entra/grant-store.ts";
import { capabilitiesIn } from "#emulators/entra/grants/capabilities.ts";
import { demandSpaOrigin } from "#emulators/entra/grants/spa-origin.ts";
import { personFor } from "#emulators/entra/person-state.ts";
import { resolveDelegated } from "#emulators/entra/scope.ts";
import { delegatedTokens } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

/**
 * Redeems a refresh token for any consented resource. It rotates; as in Entra the presented one stays valid until
 * its own end. A page's token counts from the sign-in (24 hours), everyone else's from its last use (90 days).
 */
export async function redeemRefreshToken(
  world: World,
  request: EntraRequest,
  asking: AskingClient,
): Promise<Record<string, unknown>> {
  const { form } = request;
  const token = form.get("refresh_token");
  if (!token) throw new EntraRefusal(90014, { detail: "Field: refresh_token" });
  const grant = liveGrant(world, token);
  if (grant.clientId !== asking.app.clientId)
    throw new EntraRefusal(70000, { detail: "The refresh token belongs to another client." });
  demandHolder(request, asking, grant);
  const person = personFor(world, grant.personId, grant.signedInMs);
  const scope = resolveDelegated(
    world.registrations,
    asking.app,
    form.get("scope") ?? "openid profile offline_access",
  );
  const delegation = { client: asking.app, person, signIn: grant, scope, proof: asking.proof };
  const tokens = await delegatedTokens(world, { ...delegation, nonce: null, xmsCc: capabilitiesIn(form) });
  tokens.refresh_token = world.grants.issueRefresh(grant);
  return tokens;
}

function liveGrant(world: World, token: string): RefreshGrant {
  const read = world.grants.readRefresh(token);
  if (!read)
    throw new EntraRefusal(9002313, { detail: "The refresh token is malformed.", error: "invalid_grant" });
  if (read.isExpired) throw new EntraRefusal(read.grant.kind === "spa" ? 700084 : 700082);
  return read.grant;
}

function demandHolder(request: EntraRequest, asking: AskingClient, grant: RefreshGrant): void {
  const origin = headerOf(request, "origin");
  if (grant.kind === "spa") {
    demandSpaOrigin(asking.app, origin, grant.origin);
    return;
  }
  if (origin !== null) throw new EntraRefusal(9002326, { detail: `Request origin: '${origin}'.` });
  demandProof(asking);
}
