import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { App } from "#emulators/entra/registration.ts";
import type { World } from "#emulators/entra/world.ts";

/** The person behind a grant, if that grant still counts; refuses deleted, disabled, pending and revoked people. */
export function personFor(world: World, personId: string, signedInMs: number): Person {
  const person = world.people.byId(personId);
  if (!person || person.deleted) throw new EntraRefusal(50034, { detail: `Object: ${personId}` });
  demandActive(person);
  if (person.revokedMs > signedInMs) throw new EntraRefusal(50173);
  return person;
}

/** Refuses a disabled person, and a guest who has not accepted the invitation. */
export function demandActive(person: Person): void {
  if (!person.isEnabled) throw new EntraRefusal(50057, { detail: `Object: ${person.id}` });
  if (person.isPending)
    throw new EntraRefusal(65001, {
      detail: "The guest has not accepted the invitation.",
      suberror: "consent_required",
    });
}

/** A person by address; tells an address of this tenant's domain from one of another identity provider. */
export function personAt(world: World, address: string): Person {
  const person = world.people.byAddress(address);
  if (person) return person;
  const { domain, initialDomain, name } = world.registrations.tenant;
  const isOurs = [domain, initialDomain].some((ours) => address.toLowerCase().endsWith(`@${ours}`));
  throw isOurs
    ? new EntraRefusal(50034, {
        detail: `To sign into this application, the account must be added to the ${name} directory.`,
      })
    : new EntraRefusal(50020, { detail: `Account: '${address}'. Tenant: '${name}'.` });
}

/** Refuses a person without a role at an application that demands an assignment. */
export function demandAssignment(app: App, person: Person): void {
  const isAssigned = person.appRoles.some((role) => app.appRoles.some((defined) => defined.value === role));
  if (app.assignmentRequired && !isAssigned)
    throw new EntraRefusal(50105, { detail: `Application: '${app.name}'.` });
}
