import { type Actor, type AuthorizedOrganization, scopeOf } from "#lib/auth/actor.ts";
import type { Services } from "#lib/platform/services.ts";

/** The proof, or `absent`: another's organization and one that does not exist are the same answer. */
export type OrganizationAuthorization =
  | { ok: true; organization: AuthorizedOrganization }
  | { ok: false; refusal: "absent" };

/**
 * Proves that the actor may act inside the organization with this slug: as one of its people, or as a platform admin
 * (who gets `orgRole: null` unless a member).
 */
export async function authorizeOrganization(
  services: Services,
  actor: Actor,
  slug: string,
): Promise<OrganizationAuthorization> {
  const membership = actor.memberships.find((candidate) => candidate.slug === slug);
  if (membership !== undefined) {
    const { organizationId: id, name, orgRole } = membership;
    return { ok: true, organization: { brand: "authorized-organization", id, slug, name, orgRole } };
  }
  return actor.isPlatformAdmin
    ? findForPlatformAdmin(services, actor, slug)
    : { ok: false, refusal: "absent" };
}

async function findForPlatformAdmin(
  services: Services,
  actor: Actor,
  slug: string,
): Promise<OrganizationAuthorization> {
  const found = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.organization.findUnique({ where: { slug }, select: { id: true, name: true } }),
  );
  return found === null
    ? { ok: false, refusal: "absent" }
    : { ok: true, organization: { brand: "authorized-organization", ...found, slug, orgRole: null } };
}
