import { z } from "zod";
import type { AdminRequest } from "#emulators/entra/admin/request.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import { newPerson } from "#emulators/entra/directory/seed.ts";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import { redeemUrl } from "#emulators/entra/redeem.ts";
import type { World } from "#emulators/entra/world.ts";

const newSchema = z.array(
  z.object({
    address: z.email(),
    name: z.string().min(1),
    guest: z.boolean().default(true),
    pending: z.boolean().default(false),
    appRoles: z.array(z.string()).default([]),
    role: z.string().default(""),
    sees: z.string().default(""),
    homeTenant: z.guid().default("9e0c7d52-1f34-4a86-b1d9-0f5a7c3e2a01"),
  }),
);
const changeSchema = z.strictObject({
  name: z.string().min(1).optional(),
  mail: z.email().optional(),
  isEnabled: z.boolean().optional(),
  isPending: z.boolean().optional(),
  appRoles: z.array(z.string()).optional(),
  /** true: everything that was granted until now is revoked. */
  revoke: z.boolean().optional(),
});

/** All people that are not deleted. */
export function listPeople(world: World): Reply {
  return jsonReply(200, { people: world.people.all() });
}

/** Adds people from an array of {address, name, guest?, pending?, appRoles?, homeTenant?}; answers them with ids. */
export function addPeople(world: World, { body }: AdminRequest): Reply {
  const { initialDomain } = world.registrations.tenant;
  const added = newSchema.parse(body).map((entry): Person => {
    const id = crypto.randomUUID();
    return newPerson({ ...entry, id, homeId: entry.guest ? crypto.randomUUID() : id, initialDomain });
  });
  for (const person of added) world.people.add(person);
  return jsonReply(201, { people: added });
}

/** Changes a person (by id or address): name, mail, isEnabled, isPending, appRoles, revoke. */
export function changePerson(world: World, { id, body }: AdminRequest): Reply {
  const person = personOf(world, id);
  if (!person) return missing(id);
  const { revoke, ...change } = changeSchema.parse(body);
  world.people.change(person.id, { ...change, ...(revoke && { revokedMs: world.now() }) });
  return jsonReply(200, world.people.byId(person.id));
}

/** Deletes a person (by id or address) and ends the memberships. */
export function removePerson(world: World, { id }: AdminRequest): Reply {
  const person = personOf(world, id);
  if (!person) return missing(id);
  world.people.change(person.id, { deleted: new Date(world.now()).toISOString() });
  world.groups.forget(person.id);
  return jsonReply(200, { id: person.id });
}

/** The redemption link of a pending person, as the invitation's mail would carry it. */
export function invitationLink(world: World, { id, origin }: AdminRequest): Reply {
  const person = personOf(world, id);
  const invitation = person && world.invitations.ofPerson(person.id);
  if (!invitation) return missing(id);
  const { personId, ticket, redirectUrl } = invitation;
  const url = redeemUrl(origin, { tenantId: world.registrations.tenant.id, personId, ticket });
  return jsonReply(200, { inviteRedeemUrl: url, inviteRedirectUrl: redirectUrl });
}

function personOf(world: World, id: string): Person | null {
  return id.includes("@") ? world.people.byAddress(id) : world.people.byId(id);
}

function missing(id: string): Reply {
  return jsonReply(404, { error: { code: "NotFound", message: `Nobody, or no invitation: ${id}` } });
}
