import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { AskingClient } from "#emulators/entra/client-authentication.ts";
import type { EntraRequest } from "#emulators/entra/exchange.ts";
import { resolveApplication } from "#emulators/entra/scope.ts";
import { applicationTokens } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

/** A confidential application's own token: no person, no refresh token, roles instead of scopes. */
export async function actAsApplication(
  world: World,
  { form }: EntraRequest,
  { app, proof }: AskingClient,
): Promise<Record<string, unknown>> {
  if (proof === "0") throw new EntraRefusal(7000218);
  const { resource, audience } = resolveApplication(world.registrations, form.get("scope") ?? "");
  return applicationTokens(world, { client: app, resource, audience, proof });
}
