import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { AskingClient } from "#emulators/entra/client-authentication.ts";
import type { EntraRequest } from "#emulators/entra/exchange.ts";
import { capabilitiesIn } from "#emulators/entra/grants/capabilities.ts";
import { demandActive, demandAssignment, personAt } from "#emulators/entra/person-state.ts";
import { resolveDelegated } from "#emulators/entra/scope.ts";
import { delegatedTokens } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

/** Every demo person's password, for the one client that may use it; it protects nothing. */
const demoPassword = "local";

/** The password grant, for the command-line client only, so that scripts can act as a demo person. */
export async function signInByPassword(
  world: World,
  { form }: EntraRequest,
  { app, proof }: AskingClient,
): Promise<Record<string, unknown>> {
  if (!app.passwordGrantInEmulator)
    throw new EntraRefusal(7000218, { detail: `'${app.name}' may not use the password grant.` });
  const person = personAt(world, form.get("username") ?? "");
  if (form.get("password") !== demoPassword) throw new EntraRefusal(50126);
  demandActive(person);
  demandAssignment(app, person);
  const scope = resolveDelegated(world.registrations, app, form.get("scope") ?? "");
  const signIn = {
    clientId: app.clientId,
    personId: person.id,
    kind: "native" as const,
    sessionId: crypto.randomUUID(),
    signedInMs: world.now(),
    satisfied: [],
  };
  const delegation = { client: app, person, signIn, scope, proof, nonce: null, xmsCc: capabilitiesIn(form) };
  const tokens = await delegatedTokens(world, delegation);
  if (scope.wantsRefreshToken) tokens.refresh_token = world.grants.issueRefresh({ ...signIn, origin: null });
  return tokens;
}
