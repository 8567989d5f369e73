import { createHash } from "node:crypto";
import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import { type AskingClient, demandProof } from "#emulators/entra/client-authentication.ts";
import { type EntraRequest, headerOf } from "#emulators/entra/exchange.ts";
import type { CodeGrant } from "#emulators/entra/grant-store.ts";
import { capabilitiesIn } from "#emulators/entra/grants/capabilities.ts";
import { demandSpaOrigin } from "#emulators/entra/grants/spa-origin.ts";
import { personFor } from "#emulators/entra/person-state.ts";
import { resolveDelegated } from "#emulators/entra/scope.ts";
import { delegatedTokens } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

/** Redeems an authorization code once: client, redirect address, PKCE and Origin must be those of its request. */
export async function redeemCode(
  world: World,
  request: EntraRequest,
  asking: AskingClient,
): Promise<Record<string, unknown>> {
  const { form } = request;
  const code = form.get("code");
  if (!code) throw new EntraRefusal(90014, { detail: "Field: code" });
  const grant = takenGrant(world, code);
  if (grant.clientId !== asking.app.clientId)
    throw new EntraRefusal(70000, { detail: "The code belongs to another client." });
  demandOwner(request, asking, grant);
  demandVerifier(grant, form.get("code_verifier"));
  const scope = resolveDelegated(world.registrations, asking.app, form.get("scope") ?? grant.scope);
  const person = personFor(world, grant.personId, grant.signedInMs);
  const delegation = { client: asking.app, person, signIn: grant, scope, proof: asking.proof };
  const tokens = await delegatedTokens(world, {
    ...delegation,
    nonce: grant.nonce,
    xmsCc: capabilitiesIn(form),
  });
  const origin = grant.kind === "spa" ? headerOf(request, "origin") : null;
  const { clientId, personId, kind, sessionId, signedInMs, satisfied } = grant;
  const signIn = { clientId, personId, kind, sessionId, signedInMs, satisfied };
  if (scope.wantsRefreshToken) tokens.refresh_token = world.grants.issueRefresh({ ...signIn, origin });
  if (form.get("return_spa_code") === "1")
    tokens.spa_code = issueHybridCode(world, asking, { ...grant, scope: form.get("scope") ?? grant.scope });
  return tokens;
}

function takenGrant(world: World, code: string): CodeGrant {
  const taken = world.grants.takeCode(code);
  if (!taken)
    throw new EntraRefusal(9002313, {
      detail: "The code is not one of this tenant's.",
      error: "invalid_grant",
    });
  if (taken.state === "used") throw new EntraRefusal(54005);
  if (taken.state === "expired") throw new EntraRefusal(70008);
  return taken.grant;
}

function demandOwner(request: EntraRequest, asking: AskingClient, grant: CodeGrant): void {
  const redirectUri = request.form.get("redirect_uri");
  if (grant.redirectUri === null) {
    // A hybrid code was never sent to an address, and MSAL names none; if one is named it has to be a page's.
    const isPage = redirectUri === null || asking.app.redirectUris.spa.includes(redirectUri);
    if (!isPage) throw new EntraRefusal(500112);
  } else if (redirectUri !== grant.redirectUri) {
    throw new EntraRefusal(500112);
  }
  if (grant.kind === "spa") {
    demandSpaOrigin(asking.app, headerOf(request, "origin"));
    if (asking.proof !== "0") throw new EntraRefusal(700025);
    return;
  }
  if (headerOf(request, "origin") !== null)
    throw new EntraRefusal(9002326, { detail: `Request origin: '${headerOf(request, "origin")}'.` });
  demandProof(asking);
}

function demandVerifier(grant: CodeGrant, verifier: string | null): void {
  if (grant.challenge === null) {
    if (verifier === null || grant.redirectUri === null) return;
    throw new EntraRefusal(501481, { detail: "The authorization request had no challenge." });
  }
  const digest = createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
  if (verifier === null || digest !== grant.challenge) throw new EntraRefusal(501481);
}

function issueHybridCode(world: World, asking: AskingClient, grant: CodeGrant): string {
  if (asking.app.redirectUris.spa.length === 0) {
    throw new EntraRefusal(9002326, { detail: "return_spa_code needs a redirect address of type SPA." });
  }
  return world.grants.issueCode({ ...grant, kind: "spa", redirectUri: null, challenge: null, nonce: null });
}
