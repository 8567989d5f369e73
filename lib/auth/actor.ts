import type { Scope } from "#lib/platform/db.ts";
import type { Secret } from "#lib/platform/secret.ts";

/** `admin` may invite and grant in the organization; a `member` without that is the consumer of our stories. */
export type OrgRole = "admin" | "member";

/** One organization of a person, as needed to decide. */
export type ActorMembership = {
  organizationId: string;
  slug: string;
  name: string;
  orgRole: OrgRole;
};

/** The person performing this request, with memberships loaded. Made only by lib/auth. */
export type Actor = {
  readonly brand: "actor";
  personId: string;
  /** Resource tenant. */
  tenantId: string;
  objectId: string;
  name: string;
  address: string;
  isGuest: boolean;
  isPlatformAdmin: boolean;
  memberships: readonly ActorMembership[];
  /** Sign-in session; null for an API call with a bearer token. */
  sessionId: string | null;
  /** Storage tokens obtained before this are not reused; null: any may be. Absent: not known, so the database is asked. */
  tokensFreshAfter?: Date | null;
  /** The verified bearer token of an API call, for on-behalf-of; absent with a session. */
  bearer?: Secret;
};

/** Proof that this actor may act inside this organization; made only by lib/auth/authorize-organization.ts. */
export type AuthorizedOrganization = {
  readonly brand: "authorized-organization";
  id: string;
  slug: string;
  name: string;
  /** Null for a platform admin who is not a member. */
  orgRole: OrgRole | null;
};

/** What the database shall let this actor see. */
export function scopeOf(actor: Actor): Scope {
  return {
    personId: actor.personId,
    organizationIds: actor.memberships.map((membership) => membership.organizationId),
    isPlatformAdmin: actor.isPlatformAdmin,
  };
}
