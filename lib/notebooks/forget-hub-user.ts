import type { Actor } from "#lib/auth/actor.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Ends every session and token of the person at the Hub; home and uid stay, and the next start brings them back. Says
 * whether the Hub confirmed it: it refuses while a server is still stopping. Never throws, as signing out must go on.
 */
export async function forgetHubUser(
  services: Services,
  actor: Actor,
  input: { correlationId: string },
): Promise<boolean> {
  try {
    const forgotten = await services.hub.forgetUser(hubUserName(actor));
    if (!forgotten.ok) {
      services.log.warn({ ...input, detail: forgotten.detail }, "the Hub did not forget a person");
    }
    return forgotten.ok;
  } catch (error) {
    services.log.warn({ err: error, ...input }, "the Hub did not answer");
    return false;
  }
}
