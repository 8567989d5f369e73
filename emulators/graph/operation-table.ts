import type { Operation } from "#emulators/graph/call.ts";
import {
  getByIds,
  listServicePrincipals,
  readDirectoryObject,
  readServicePrincipal,
} from "#emulators/graph/operations/directory-objects.ts";
import {
  changeGroup,
  createGroup,
  deleteGroup,
  listGroups,
  listOwners,
  readGroup,
} from "#emulators/graph/operations/groups.ts";
import { invite } from "#emulators/graph/operations/invitations.ts";
import {
  addMember,
  listMembers,
  listTransitiveMembers,
  removeMember,
} from "#emulators/graph/operations/members.ts";
import {
  checkMemberGroups,
  getMemberObjects,
  listGroupsAround,
} from "#emulators/graph/operations/membership.ts";
import {
  changeUser,
  deleteUser,
  listDeletedUsers,
  listUsers,
  readMe,
  readUser,
  revokeSessions,
} from "#emulators/graph/operations/users.ts";

/** An operation with its path below /v1.0 and the query options that it understands. */
export type Route = { method: string; pattern: RegExp; options: readonly string[]; operation: Operation };

const one = ["$select"];
const page = ["$select", "$top", "$count", "$skiptoken"];
const list = [...page, "$filter"];
const subject = "/(?:me|(?:users|servicePrincipals)/([^/]+))";

/** Everything of Graph that is emulated; what is not here is a 501. */
export const operations: readonly Route[] = [
  route("GET /me", one, readMe),
  route("GET /users", list, listUsers),
  route("GET /users/([^/]+)", one, readUser),
  route("PATCH /users/([^/]+)", [], changeUser),
  route("DELETE /users/([^/]+)", [], deleteUser),
  route("POST /users/([^/]+)/revokeSignInSessions", [], revokeSessions),
  route("GET /directory/deletedItems/microsoft\\.graph\\.user", list, listDeletedUsers),
  route("POST /invitations", [], invite),
  route("POST /groups", [], createGroup),
  route("GET /groups", list, listGroups),
  route("GET /groups/([^/]+)", one, readGroup),
  route("PATCH /groups/([^/]+)", [], changeGroup),
  route("DELETE /groups/([^/]+)", [], deleteGroup),
  route("GET /groups/([^/]+)/owners", page, listOwners),
  route("GET /groups/([^/]+)/members", page, listMembers),
  route("GET /groups/([^/]+)/transitiveMembers", page, listTransitiveMembers),
  route("POST /groups/([^/]+)/members/\\$ref", [], addMember),
  route("DELETE /groups/([^/]+)/members/([^/]+)/\\$ref", [], removeMember),
  route(`GET ${subject}/(?:transitiveM|m)emberOf(?:/microsoft\\.graph\\.group)?`, list, listGroupsAround),
  route(`POST ${subject}/checkMember(?:Groups|Objects)`, [], checkMemberGroups),
  route(`POST ${subject}/getMember(?:Groups|Objects)`, [], getMemberObjects),
  route("GET /servicePrincipals", list, listServicePrincipals),
  route("GET /servicePrincipals\\(appId='([^']+)'\\)", one, readServicePrincipal),
  route("GET /servicePrincipals/([^/]+)", one, readServicePrincipal),
  route("POST /directoryObjects/getByIds", [], getByIds),
  route("GET /directoryObjects/([^/]+)", one, readDirectoryObject),
];

function route(line: string, options: readonly string[], operation: Operation): Route {
  const [method = "", path = ""] = line.split(/ (.*)/s);
  return { method, pattern: new RegExp(`^${path}$`), options, operation };
}
