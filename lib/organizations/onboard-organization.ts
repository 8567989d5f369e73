import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import { newAccessGroups } from "#lib/folders/access-group.ts";
import {
  type OrgSlug,
  type OrgSlugResult,
  parseOrgSlug,
  partitionDirectoryOf,
  slugOfName,
} from "#lib/organizations/org-slug.ts";
import { can } from "#lib/permissions/can.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

/** `slug` is made from the name when it is not given. */
export type OnboardOrganizationInput = { name: string; slug?: string; correlationId: string };

export type OnboardOrganizationResult =
  | { ok: true; organization: { id: string; slug: OrgSlug; name: string } }
  | { ok: false; refusal: "not_allowed" | "name_missing" }
  | { ok: false; refusal: "slug_invalid"; reason: Extract<OrgSlugResult, { ok: false }>["reason"] }
  | { ok: false; refusal: "taken"; suggestion: OrgSlug };

/**
 * Records a new customer organization: its slug, a partition with access groups in every zone, and the job that makes
 * them in Entra and the lake. Refuses a name without a letter, a slug that is none or is taken, and everybody but a
 * platform admin.
 */
export async function onboardOrganization(
  services: RecordingServices,
  actor: Actor,
  input: OnboardOrganizationInput,
): Promise<OnboardOrganizationResult> {
  const name = input.name.trim();
  if (!can(actor, "organization.onboard", null)) {
    return { ok: false, refusal: "not_allowed" };
  }
  if (name === "") {
    return { ok: false, refusal: "name_missing" };
  }
  const parsed = parseOrgSlug(input.slug ?? slugOfName(name));
  if (!parsed.ok) {
    return { ok: false, refusal: "slug_invalid", reason: parsed.reason };
  }
  const organization = { id: services.ids.uuid(), slug: parsed.slug, name };
  return services.db.within(scopeOf(actor), async (transaction) => {
    // The row's own uniqueness decides between two at once; the loser finds it taken.
    const { count } = await transaction.organization.createMany({
      data: [{ ...organization, createdAt: services.clock.now() }],
      skipDuplicates: true,
    });
    if (count === 0) {
      return { ok: false, refusal: "taken", suggestion: await freeSlug(transaction, name) };
    }
    await recordPartitions(services, transaction, organization);
    await recordEvent(transaction, services, {
      event: "organization.onboarded",
      actorPersonId: actor.personId,
      actorLabel: actor.name,
      correlationId: input.correlationId,
      organizationId: organization.id,
      detail: { slug: organization.slug, name },
    });
    await services.jobs.enqueue(transaction, { task: "apply-organization", organizationId: organization.id });
    return { ok: true, organization };
  });
}

async function recordPartitions(
  services: RecordingServices,
  transaction: Transaction,
  organization: { id: string; slug: OrgSlug; name: string },
): Promise<void> {
  const createdAt = services.clock.now();
  for (const zone of await transaction.zone.findMany({ orderBy: { position: "asc" } })) {
    const directory = partitionDirectoryOf(organization.slug, (count) =>
      Buffer.from(services.ids.token(count), "base64url"),
    );
    const shared = { organizationId: organization.id, createdAt };
    const partition = { ...shared, id: services.ids.uuid(), zoneId: zone.id, directory };
    const root = { id: services.ids.uuid(), organizationId: organization.id };
    await transaction.partition.create({ data: partition });
    await transaction.folder.create({
      data: { ...shared, id: root.id, partitionId: partition.id, name: organization.name, path: directory },
    });
    await transaction.accessGroup.createMany({ data: newAccessGroups(services.ids, root) });
  }
}

/** The first of `contoso-2`, `contoso-3`, … that nobody has. */
async function freeSlug(transaction: Transaction, name: string): Promise<OrgSlug> {
  for (let attempt = 2; ; attempt += 1) {
    const slug = slugOfName(name, attempt);
    if ((await transaction.organization.count({ where: { slug } })) === 0) {
      return slug;
    }
  }
}
