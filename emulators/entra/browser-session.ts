import { cookieOf, type EntraRequest } from "#emulators/entra/exchange.ts";
import type { EntraSession } from "#emulators/entra/session-store.ts";
import type { World } from "#emulators/entra/world.ts";

const cookieName = "lakeport_entra";

/** The browser's session with its cookie, when it is alive and its person may still sign in. */
export function browserSession(
  world: World,
  request: EntraRequest,
): { cookie: string; session: EntraSession } | null {
  const cookie = cookieOf(request, cookieName);
  const session = cookie ? world.sessions.read(cookie) : null;
  if (!cookie || !session) return null;
  const person = world.people.byId(session.personId);
  const isAlive = person && !person.deleted && person.isEnabled && person.revokedMs <= session.signedInMs;
  return isAlive ? { cookie, session } : null;
}

/** The Set-Cookie line of a session. The path keeps it from other servers on this host, as cookies ignore ports. */
export function cookieFor(world: World, cookie: string): string {
  return `${cookieName}=${cookie}; Path=/${world.registrations.tenant.id}/; HttpOnly; SameSite=Lax; Max-Age=86400`;
}

/** The Set-Cookie line that ends it. */
export function endedCookie(world: World): string {
  return `${cookieName}=; Path=/${world.registrations.tenant.id}/; HttpOnly; SameSite=Lax; Max-Age=0`;
}
