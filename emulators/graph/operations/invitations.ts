import { z } from "zod";
import type { Person } from "#emulators/entra/directory/people.ts";
import { newPerson } from "#emulators/entra/directory/seed.ts";
import { redeemUrl } from "#emulators/entra/redeem.ts";
import { freshValue } from "#emulators/entra/sealed-rows.ts";
import type { World } from "#emulators/entra/world.ts";
import { bodyAs, contextOf, type GraphAnswer, type GraphCall } from "#emulators/graph/call.ts";
import { demand } from "#emulators/graph/caller.ts";
import { badRequest, denied, notFound } from "#emulators/graph/problem.ts";

const invitationSchema = z.object({
  invitedUserEmailAddress: z.string(),
  inviteRedirectUrl: z.string(),
  invitedUserDisplayName: z.string().optional(),
  sendInvitationMessage: z.boolean().default(false),
  invitedUserMessageInfo: z.unknown().optional(),
  invitedUserType: z.enum(["Guest"]).default("Guest"),
  resetRedemption: z.boolean().default(false),
  invitedUser: z.object({ id: z.guid() }).optional(),
});
type Wanted = z.infer<typeof invitationSchema>;

/** POST /invitations: a pending guest (or the one who is there) and a fresh redemption link; `resetRedemption` starts over. */
export function invite(call: GraphCall): GraphAnswer {
  const { world, caller } = call;
  demand(caller, "User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All");
  if (caller.isRestricted) throw denied();
  const wanted = bodyAs(call, invitationSchema);
  if (!z.email().safeParse(wanted.invitedUserEmailAddress).success) {
    throw badRequest("The invited user's email address is not valid.", "BadRequest");
  }
  if (!URL.canParse(wanted.inviteRedirectUrl))
    throw badRequest("The inviteRedirectUrl is not valid.", "BadRequest");
  const person = wanted.resetRedemption ? resetPerson(call, wanted) : invitedPerson(world, wanted);
  const ticket = freshValue("");
  world.invitations.keep({ ticket, personId: person.id, redirectUrl: wanted.inviteRedirectUrl });
  return { status: 201, body: invitationBody(call, { wanted, person, ticket }) };
}

function invitationBody(
  call: GraphCall,
  made: { wanted: Wanted; person: Person; ticket: string },
): Record<string, unknown> {
  const { wanted, person, ticket } = made;
  const tenantId = call.world.registrations.tenant.id;
  return {
    "@odata.context": contextOf(call, "invitations/$entity"),
    id: crypto.randomUUID(),
    inviteRedeemUrl: redeemUrl(call.origin, { tenantId, personId: person.id, ticket }),
    invitedUserDisplayName: person.name,
    invitedUserType: "Guest",
    invitedUserEmailAddress: wanted.invitedUserEmailAddress,
    sendInvitationMessage: wanted.sendInvitationMessage,
    resetRedemption: wanted.resetRedemption,
    inviteRedirectUrl: wanted.inviteRedirectUrl,
    status: person.isPending ? "PendingAcceptance" : "Completed",
    invitedUser: { id: person.id },
  };
}

function invitedPerson(world: World, wanted: Wanted): Person {
  const address = wanted.invitedUserEmailAddress;
  const present = world.people.byAddress(address);
  if (present?.isGuest) return present;
  if (present) {
    const message = `The invited user already exists in the directory as object ID: ${present.id}. They can use that account to sign in to shared apps and resources.`;
    throw badRequest(message, "BadRequest");
  }
  const made = newPerson({
    address,
    name: wanted.invitedUserDisplayName ?? address.split("@")[0] ?? address,
    id: crypto.randomUUID(),
    homeId: crypto.randomUUID(),
    homeTenant: homeTenantOf(world, address),
    guest: true,
    pending: true,
    appRoles: [],
    role: "",
    sees: "",
    initialDomain: world.registrations.tenant.initialDomain,
  });
  const now = new Date(world.now()).toISOString();
  const person = { ...made, created: now, stateChanged: now };
  world.people.add(person);
  return person;
}

/** People of one domain come from one tenant. */
function homeTenantOf(world: World, address: string): string {
  const domain = `@${address.split("@")[1]?.toLowerCase()}`;
  const neighbour = world.people.all().find((person) => person.mail.toLowerCase().endsWith(domain));
  return neighbour?.homeTenant ?? crypto.randomUUID();
}

function resetPerson(call: GraphCall, wanted: Wanted): Person {
  demand(call.caller, "User.ReadWrite.All");
  const id = wanted.invitedUser?.id ?? "";
  const person = call.world.people.byId(id);
  if (!person || person.deleted) throw notFound(id);
  if (!person.isGuest || person.appRoles.length > 0) throw denied();
  const change = {
    isPending: true,
    stateChanged: new Date(call.world.now()).toISOString(),
    mail: wanted.invitedUserEmailAddress,
  };
  call.world.people.change(id, change);
  return { ...person, ...change };
}
