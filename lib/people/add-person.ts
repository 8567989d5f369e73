import { recordEvent } from "#lib/audit/record-event.ts";
import { type Actor, type AuthorizedOrganization, type OrgRole, scopeOf } from "#lib/auth/actor.ts";
import type { DirectoryPerson } from "#lib/entra/directory.ts";
import { recordPerson } from "#lib/people/record-person.ts";
import { can } from "#lib/permissions/can.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

export type AddPersonInput = {
  organization: AuthorizedOrganization;
  /** Mail or user principal name of someone whom the directory knows, invited guests included. */
  address: string;
  orgRole: OrgRole;
  correlationId: string;
};

export type AddPersonResult =
  | {
      ok: true;
      personId: string /** False: was in the organization already, with the role that they keep. */;
      isNew: boolean;
    }
  | { ok: false; refusal: "not_allowed" | "absent" | "disabled" };

/**
 * Makes someone of the directory a member of the organization, with the job that puts them into its members group.
 * Refuses an address that the directory does not know (invite it) and an account that is switched off.
 */
export async function addPerson(
  services: RecordingServices,
  actor: Actor,
  input: AddPersonInput,
): Promise<AddPersonResult> {
  if (!can(actor, "person.add", input.organization)) {
    return { ok: false, refusal: "not_allowed" };
  }
  const found = await services.directory.findPersonByAddress(input.address.trim());
  if (found === null) {
    return { ok: false, refusal: "absent" };
  }
  return found.isEnabled ? record(services, actor, { ...input, found }) : { ok: false, refusal: "disabled" };
}

async function record(
  services: RecordingServices,
  actor: Actor,
  input: AddPersonInput & { found: DirectoryPerson },
): Promise<AddPersonResult> {
  const { organization, found, orgRole } = input;
  return services.db.within(scopeOf(actor), async (transaction) => {
    const personId = await recordPerson(services, transaction, found);
    const { count } = await transaction.membership.createMany({
      data: [{ organizationId: organization.id, personId, orgRole, createdAt: services.clock.now() }],
      skipDuplicates: true,
    });
    if (count > 0) {
      await recordEvent(transaction, services, {
        event: "membership.added",
        actorPersonId: actor.personId,
        actorLabel: actor.name,
        correlationId: input.correlationId,
        organizationId: organization.id,
        subjectPersonId: personId,
        detail: { address: found.address, orgRole },
      });
      await services.jobs.enqueue(transaction, {
        task: "apply-membership",
        organizationId: organization.id,
        personId,
      });
    }
    return { ok: true, personId, isNew: count > 0 };
  });
}
