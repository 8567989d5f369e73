import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import { type AskingClient, demandProof } from "#emulators/entra/client-authentication.ts";
import type { EntraRequest } from "#emulators/entra/exchange.ts";
import type { SignIn } from "#emulators/entra/grant-store.ts";
import { capabilitiesIn } from "#emulators/entra/grants/capabilities.ts";
import { personFor } from "#emulators/entra/person-state.ts";
import type { App } from "#emulators/entra/registration.ts";
import { resolveDelegated } from "#emulators/entra/scope.ts";
import { delegatedTokens } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

/** On-behalf-of: a confidential API exchanges a person's token for itself into that person's token for another API. */
export async function exchangeAssertion(
  world: World,
  { form }: EntraRequest,
  asking: AskingClient,
): Promise<Record<string, unknown>> {
  demandProof(asking);
  if (asking.app.kind === "public") throw new EntraRefusal(7000218);
  if (form.get("requested_token_use") !== "on_behalf_of")
    throw new EntraRefusal(90014, { detail: "Field: requested_token_use" });
  const claims = await assertedClaims(world, asking.app, form.get("assertion") ?? "");
  const signIn = signInFrom(claims, asking.app);
  const person = personFor(world, signIn.personId, signIn.signedInMs);
  const scope = resolveDelegated(world.registrations, asking.app, form.get("scope") ?? "");
  const delegation = { client: asking.app, person, signIn, scope, proof: asking.proof, nonce: null };
  const tokens = await delegatedTokens(world, { ...delegation, xmsCc: capabilitiesIn(form) });
  if (scope.wantsRefreshToken) tokens.refresh_token = world.grants.issueRefresh({ ...signIn, origin: null });
  return tokens;
}

type Claims = Record<string, unknown>;

async function assertedClaims(world: World, app: App, assertion: string): Promise<Claims> {
  const claims = await world.signing.read(assertion);
  if (!claims) throw new EntraRefusal(50013);
  if (claims.aud !== app.clientId && claims.aud !== `api://${app.clientId}`) throw new EntraRefusal(500131);
  // An id token has the client as audience too, but no scope; an application's token has no person.
  if (claims.idtyp === "app" || typeof claims.scp !== "string")
    throw new EntraRefusal(50013, { detail: "Not a person's access token." });
  if (Number(claims.exp) * 1000 <= world.now()) throw new EntraRefusal(500133);
  return claims;
}

function signInFrom(claims: Claims, app: App): SignIn {
  return {
    clientId: app.clientId,
    personId: String(claims.oid),
    kind: "web",
    sessionId: String(claims.sid),
    signedInMs: Number(claims.iat) * 1000,
    satisfied: [],
  };
}
