import { browserSession, endedCookie } from "#emulators/entra/browser-session.ts";
import { addressOfHint } from "#emulators/entra/claims.ts";
import { type EntraRequest, type Reply, redirectReply } from "#emulators/entra/exchange.ts";
import { sentencePage } from "#emulators/entra/pages/refusal-page.ts";
import type { World } from "#emulators/entra/world.ts";

/**
 * GET and POST /{tenant}/oauth2/v2.0/logout: ends the browser's session (with `logout_hint`, only that person's) and
 * goes to `post_logout_redirect_uri` if an application registered it; refresh tokens stay valid, as in Entra.
 */
export function answerLogout(world: World, request: EntraRequest): Reply {
  const parameters = new URLSearchParams([...request.query, ...request.form]);
  const current = browserSession(world, request);
  const hint = parameters.get("logout_hint");
  const isMeant =
    current && (hint === null || personHolds(world, current.session.personId, addressOfHint(hint)));
  if (current && isMeant) world.sessions.end(current.cookie);
  const headers = isMeant || !current ? { "set-cookie": endedCookie(world) } : {};
  const target = parameters.get("post_logout_redirect_uri");
  if (target && isRegistered(world, target)) {
    const url = new URL(target);
    const state = parameters.get("state");
    if (state !== null) url.searchParams.set("state", state);
    return redirectReply(url.href, headers);
  }
  const page = sentencePage("You are signed out", "You may close this window.");
  return { ...page, headers: { ...page.headers, ...headers } };
}

function personHolds(world: World, personId: string, address: string): boolean {
  return world.people.byAddress(address)?.id === personId;
}

function isRegistered(world: World, target: string): boolean {
  return world.registrations.apps.some(
    (app) =>
      app.logoutRedirectUris.includes(target) ||
      app.redirectUris.web.includes(target) ||
      app.redirectUris.spa.includes(target),
  );
}
