import { randomInt } from "node:crypto";
import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import {
  accessTokenV1Claims,
  accessTokenV2Claims,
  appOnlyClaims,
  type ClientProof,
  clientInfoOf,
  idTokenClaims,
  type PersonTokenInput,
  type Validity,
} from "#emulators/entra/claims.ts";
import { claimsOf } from "#emulators/entra/controls.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { SignIn } from "#emulators/entra/grant-store.ts";
import { type App, appOf } from "#emulators/entra/registration.ts";
import type { Resource } from "#emulators/entra/resource.ts";
import { applicationPermissions, type ResolvedScope } from "#emulators/entra/scope.ts";
import type { World } from "#emulators/entra/world.ts";

// Entra draws 60 to 90 minutes per token (learn.microsoft.com configurable-token-lifetimes, 2026-11).
const lifetimeSecondsMin = 3600;
const lifetimeSecondsMax = 5400;

/** What a person's tokens are made from. `xmsCc` are the client capabilities that the request declared. */
export type Delegation = {
  client: App;
  person: Person;
  signIn: SignIn;
  scope: ResolvedScope;
  proof: ClientProof;
  nonce: string | null;
  xmsCc: string[];
};

/** The token endpoint's answer for a person, without refresh token; refuses where a step-up or a block stands. */
export async function delegatedTokens(
  world: World,
  delegation: Delegation,
): Promise<Record<string, unknown>> {
  const { person, scope } = delegation;
  demandConditions(world, delegation);
  const validity = validityFrom(world);
  const input = personInput(world, delegation, validity);
  const accessToken = await world.signing.sign(accessClaims(world, delegation, input));
  const idToken = scope.wantsIdToken
    ? await world.signing.sign(idTokenClaims(input, delegation.nonce))
    : null;
  return {
    token_type: "Bearer",
    scope: scope.echoed.join(" "),
    expires_in: validity.exp - validity.iat,
    ext_expires_in: validity.exp - validity.iat,
    access_token: accessToken,
    ...(idToken && { id_token: idToken }),
    client_info: clientInfoOf(person),
  };
}

/** The token endpoint's answer for an application acting as itself. */
export async function applicationTokens(
  world: World,
  grant: { client: App; resource: Resource; audience: string; proof: ClientProof },
): Promise<Record<string, unknown>> {
  const { client, resource, audience, proof } = grant;
  const validity = validityFrom(world);
  const roles = applicationPermissions(client, resource);
  const { tenant } = world.registrations;
  const claims = appOnlyClaims(
    { tenant, issuer: issuerOf(world), client, validity },
    { audience, version: resource.tokenVersion, roles, proof },
  );
  const seconds = validity.exp - validity.iat;
  return {
    token_type: "Bearer",
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: await world.signing.sign(claims),
  };
}

/** The one issuer of v2 tokens, whichever origin was asked. */
export function issuerOf(world: World): string {
  return `${world.issuerBase}/${world.registrations.tenant.id}/v2.0`;
}

function accessClaims(
  world: World,
  delegation: Delegation,
  input: PersonTokenInput,
): Record<string, unknown> {
  const { scope, proof, xmsCc } = delegation;
  const access = { granted: scope.granted, proof, xmsCc };
  const { clientId } = scope.resource;
  const api = clientId ? appOf(world.registrations, clientId) : null;
  return api
    ? accessTokenV2Claims(input, { ...access, api })
    : accessTokenV1Claims(input, { ...access, audience: scope.audience });
}

function personInput(world: World, delegation: Delegation, validity: Validity): PersonTokenInput {
  const { person, client, signIn } = delegation;
  const groupIds = world.groups.transitiveOf(person.id);
  const { tenant } = world.registrations;
  return { tenant, issuer: issuerOf(world), person, client, sessionId: signIn.sessionId, groupIds, validity };
}

function validityFrom(world: World): Validity {
  const iat = Math.floor(world.now() / 1000);
  const seconds =
    world.controls.tokenLifetimeSeconds ?? randomInt(lifetimeSecondsMin, lifetimeSecondsMax + 1);
  return { iat, nbf: iat, exp: iat + seconds };
}

function demandConditions(world: World, { scope, person, signIn }: Delegation): void {
  const concerns = (rule: { resource: string; personId: string | null }): boolean =>
    rule.resource === scope.resource.uri && (rule.personId === null || rule.personId === person.id);
  if (world.controls.blocked.some(concerns)) throw new EntraRefusal(53003);
  const open = world.controls.stepUps.find(
    (stepUp) => concerns(stepUp) && !signIn.satisfied.includes(stepUp.id),
  );
  if (open) throw new EntraRefusal(50076, { suberror: "basic_action", claims: claimsOf(open) });
}
