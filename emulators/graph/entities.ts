import type { Group } from "#emulators/entra/directory/groups.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { App } from "#emulators/entra/registration.ts";
import type { World } from "#emulators/entra/world.ts";
import type { Entity, Listing } from "#emulators/graph/odata.ts";

/** Default properties of a user (learn.microsoft.com/graph/api/resources/user, 2026-11), as far as known here. */
export const users: Listing = {
  context: "users",
  defaults:
    "businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName id".split(
      " ",
    ),
  advanced: ["externalUserState"],
};
export const groups: Listing = {
  context: "groups",
  defaults:
    "id deletedDateTime classification createdDateTime description displayName groupTypes mail mailEnabled mailNickname securityEnabled visibility".split(
      " ",
    ),
};
export const servicePrincipals: Listing = {
  context: "servicePrincipals",
  defaults: "id accountEnabled appId displayName servicePrincipalType".split(" "),
};
/** A mix of kinds: each object brings its `@odata.type` and whatever it has of these. */
export const directoryObjects: Listing = {
  context: "directoryObjects",
  defaults: [...new Set([...users.defaults, ...groups.defaults, ...servicePrincipals.defaults])],
};

/** A person as Graph shows users. */
export function userEntity(person: Person): Entity {
  const [givenName = null, ...others] = person.name.split(" ");
  return {
    "@odata.type": "#microsoft.graph.user",
    id: person.id,
    businessPhones: [],
    displayName: person.name,
    givenName,
    jobTitle: null,
    mail: person.mail,
    mobilePhone: null,
    officeLocation: null,
    otherMails: person.isGuest ? [person.mail] : [],
    preferredLanguage: null,
    surname: others.join(" ") || null,
    userPrincipalName: person.upn,
    userType: person.isGuest ? "Guest" : "Member",
    accountEnabled: person.isEnabled,
    createdDateTime: person.created,
    creationType: person.isGuest ? "Invitation" : null,
    externalUserState: person.isGuest ? (person.isPending ? "PendingAcceptance" : "Accepted") : null,
    externalUserStateChangeDateTime: person.stateChanged,
    deletedDateTime: person.deleted,
    identities: person.isGuest
      ? [{ signInType: "federated", issuer: "ExternalAzureAD", issuerAssignedId: null }]
      : [{ signInType: "userPrincipalName", issuer: person.upn.split("@")[1], issuerAssignedId: person.upn }],
  };
}

/** A security group as Graph shows it. */
export function groupEntity(group: Group): Entity {
  return {
    "@odata.type": "#microsoft.graph.group",
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: group.created,
    description: group.description,
    displayName: group.name,
    groupTypes: [],
    mail: null,
    mailEnabled: false,
    mailNickname: group.nickname,
    securityEnabled: true,
    visibility: null,
  };
}

/** An application's service principal as Graph shows it. */
export function principalEntity(app: App): Entity {
  return {
    "@odata.type": "#microsoft.graph.servicePrincipal",
    id: app.servicePrincipalId,
    accountEnabled: true,
    appId: app.clientId,
    displayName: app.name,
    servicePrincipalType: "Application",
  };
}

/** What a caller without the right to read names sees of an object: its id and kind, the rest null. */
export function namelessEntity(entity: Entity): Entity {
  const blank = Object.fromEntries(Object.keys(entity).map((name) => [name, null]));
  return { ...blank, "@odata.type": entity["@odata.type"], id: entity.id };
}

/** Any object of the directory by id; deleted people and groups not yet replicated are not there. */
export function entityById(world: World, id: string): Entity | null {
  const person = world.people.byId(id);
  if (person && !person.deleted) return userEntity(person);
  const group = visibleGroup(world, id);
  if (group) return groupEntity(group);
  const app = world.registrations.apps.find((candidate) => candidate.servicePrincipalId === id.toLowerCase());
  return app ? principalEntity(app) : null;
}

/** A group, unless its creation has not reached every replica yet. */
export function visibleGroup(world: World, id: string): Group | null {
  const group = world.groups.byId(id);
  return group && group.visibleMs <= world.now() ? group : null;
}
