import type { Actor } from "#lib/auth/actor.ts";
import {
  type Action,
  organizationActions,
  ownActions,
  platformActions,
  type Reach,
  type Rule,
  type SubjectOf,
} from "#lib/permissions/actions.ts";

type AnySubject = SubjectOf<Action>;

/**
 * Whether the actor may do this to that. Denied unless a line of the table allows it to one of the actor's roles. It
 * says nothing about data: what may be read or written in the lake is decided by the lake, by the actor's own token.
 */
export function can<A extends Action>(actor: Actor, action: A, subject: SubjectOf<A>): boolean {
  const rule = rules.get(action);
  return rule !== undefined && rolesOf(actor, subject).some((role) => reaches(rule[role], actor, subject));
}

/** Every rule by its action; the one place where the three lists meet. */
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...Object.entries(organizationActions),
  ...Object.entries(ownActions),
  ...Object.entries(platformActions),
]);

type Role = "consumer" | "orgAdmin" | "platformAdmin";

/** The roles in which the actor meets this subject: an organization role counts only in that organization. */
function rolesOf(actor: Actor, subject: AnySubject): Role[] {
  const roles: Role[] = actor.isPlatformAdmin ? ["platformAdmin"] : [];
  if (subject === null) {
    return roles;
  }
  const membership = actor.memberships.find((candidate) => candidate.organizationId === subject.id);
  if (membership !== undefined) {
    roles.push(membership.orgRole === "admin" ? "orgAdmin" : "consumer");
  }
  return roles;
}

function reaches(reach: Reach, actor: Actor, subject: AnySubject): boolean {
  if (reach === "own") {
    return subject !== null && "ownerId" in subject && subject.ownerId === actor.personId;
  }
  return reach !== "no";
}
