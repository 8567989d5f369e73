import { cookieFor } from "#emulators/entra/browser-session.ts";
import { type EntraRequest, headerOf, type Reply, redirectReply } from "#emulators/entra/exchange.ts";
import { sentencePage } from "#emulators/entra/pages/refusal-page.ts";
import { stepPage } from "#emulators/entra/pages/step-page.ts";
import type { World } from "#emulators/entra/world.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** The link in an invitation, which is as good as a key until it is used. */
export function redeemUrl(
  origin: string,
  invitation: { tenantId: string; personId: string; ticket: string },
): string {
  const query = new URLSearchParams({
    tenant: invitation.tenantId,
    user: invitation.personId,
    ticket: invitation.ticket,
  });
  return `${origin}/redeem?${query}`;
}

/** GET and POST /redeem: the guest's consent to the tenant; then the state is Accepted and the browser goes on. */
export function answerRedeem(world: World, request: EntraRequest, facts: Facts): Reply {
  const invitation = world.invitations.byTicket(request.query.get("ticket") ?? "");
  const person = invitation && world.people.byId(invitation.personId);
  if (!invitation || !person || person.deleted || person.id !== request.query.get("user")) {
    return sentencePage(
      "This invitation is not valid",
      "It was used, replaced by a newer one, or never sent.",
      404,
    );
  }
  facts.oid = person.id;
  if (!person.isPending) return redirectReply(invitation.redirectUrl);
  if (!person.isEnabled)
    return sentencePage("This account is disabled", "AADSTS50057: ask who invited you.", 403);
  const { name: tenantName } = world.registrations.tenant;
  if (request.method !== "POST" || !isOwnPage(request)) {
    const page = { step: "redeem" as const, action: request.target, person, done: [], elsewhere: null };
    return stepPage({ ...page, tenantName, appName: tenantName, asked: [] });
  }
  if (request.form.has("cancel"))
    return sentencePage("Invitation not accepted", "You can come back to it at any time.");
  world.people.change(person.id, { isPending: false, stateChanged: new Date(world.now()).toISOString() });
  const { cookie } = world.sessions.open({ personId: person.id, signedInMs: world.now(), satisfied: [] });
  return redirectReply(invitation.redirectUrl, { "set-cookie": cookieFor(world, cookie) });
}

function isOwnPage(request: EntraRequest): boolean {
  const origin = headerOf(request, "origin");
  return origin === null || origin === request.origin;
}
