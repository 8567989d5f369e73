import { expireGrants } from "#lib/grants/expire-grants.ts";
import { grantAccess } from "#lib/grants/grant-access.ts";
import { addPerson } from "#lib/people/add-person.ts";
import { daysAfter } from "#prisma/seed/calendar.ts";
import { consumers, grants, type PastGrant, pastGrants, type StoryGrant } from "#prisma/seed/people.ts";
import { expectDone, type StoryTeller } from "#prisma/seed/story-teller.ts";
import type { ToldOrganization } from "#prisma/seed/tell-organization.ts";

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

/**
 * The organization's admin adds its people (day 3), grants what they have (day 4), and over the following weeks what
 * was for some days only. A grant that was ever given, ended or not, is not given again.
 */
export async function tellAccess(teller: StoryTeller, told: ToldOrganization, today: Date): Promise<void> {
  const { slug } = told.story;
  const ofThis = <T extends StoryGrant>(all: readonly T[]) => all.filter((one) => one.organization === slug);
  teller.turnTo(daysAfter(today, -27.6));
  const people = await addConsumers(teller, told);
  teller.turnTo(daysAfter(today, -26.6));
  for (const grant of ofThis(grants)) {
    await give(teller, told, { grant, people, expiresAt: null });
  }
  for (const grant of ofThis(pastGrants)) {
    await giveForDays(teller, told, { grant, people, today });
  }
}

async function addConsumers(teller: StoryTeller, told: ToldOrganization): Promise<Map<string, string>> {
  const people = new Map<string, string>();
  for (const address of consumers[told.story.slug] ?? []) {
    const person = { organization: told.proof, address, orgRole: "member" as const };
    const added = await addPerson(teller.services, told.admin, { ...person, ...teller.step() });
    people.set(address, expectDone(address, added).personId);
  }
  return people;
}

async function giveForDays(
  teller: StoryTeller,
  told: ToldOrganization,
  input: { grant: PastGrant; people: Map<string, string>; today: Date },
): Promise<void> {
  const { grant, today } = input;
  const from = daysAfter(today, -grant.fromDay + 0.43);
  const expiresAt = daysAfter(from, grant.days);
  teller.turnTo(from);
  await give(teller, told, { ...input, expiresAt });
  teller.turnTo(expiresAt);
  teller.step();
  await expireGrants(teller.services);
}

async function give(
  teller: StoryTeller,
  told: ToldOrganization,
  input: { grant: StoryGrant; people: Map<string, string>; expiresAt: Date | null },
): Promise<void> {
  const { grant, people, expiresAt } = input;
  const folderId = told.folders.get(`${grant.zone}/${grant.path}`)?.id;
  const personId = people.get(grant.address);
  if (folderId === undefined || personId === undefined) {
    throw new Error(`The story grants ${grant.address} a folder that is not there: ${grant.path}`);
  }
  const { level, reason } = grant;
  const given = await teller.services.db.within(everywhere, (transaction) =>
    transaction.grant.count({ where: { folderId, personId, level, reason } }),
  );
  if (given === 0) {
    const wanted = { organization: told.proof, folderId, personId, level, reason, expiresAt };
    expectDone(reason, await grantAccess(teller.services, told.admin, { ...wanted, ...teller.step() }));
  }
}
