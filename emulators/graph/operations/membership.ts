import { z } from "zod";
import { bodyAs, contextOf, type GraphAnswer, type GraphCall, idOf } from "#emulators/graph/call.ts";
import { demand, demandReader, holds } from "#emulators/graph/caller.ts";
import { directoryObjects, groupEntity, groups, namelessEntity } from "#emulators/graph/entities.ts";
import { listAnswer } from "#emulators/graph/odata.ts";
import { groupReaders } from "#emulators/graph/operations/groups.ts";
import { myself, personNamed, userReaders } from "#emulators/graph/operations/users.ts";
import { badRequest, notFound } from "#emulators/graph/problem.ts";

const groupIdsMax = 20;
const checkSchema = z.strictObject({ groupIds: z.array(z.string()).min(1) });
const memberSchema = z.strictObject({ securityEnabledOnly: z.boolean().default(false) });

/** Every group around an object, `microsoft.graph.group` in the path or not: only groups exist here. */
export function listGroupsAround(call: GraphCall): GraphAnswer {
  const id = subjectOf(call);
  const ids = call.path.includes("/transitiveMemberOf")
    ? call.world.groups.transitiveOf(id)
    : call.world.groups.directOf(id);
  const found = ids.flatMap((groupId) => call.world.groups.byId(groupId) ?? []).map(groupEntity);
  const mayName = holds(call.caller, ...groupReaders) && !call.caller.isRestricted;
  const shown = mayName ? found : found.map(namelessEntity);
  return listAnswer(call, shown, call.path.endsWith("/microsoft.graph.group") ? groups : directoryObjects);
}

/** POST …/checkMemberGroups: which of up to 20 groups hold the object, directly or not. */
export function checkMemberGroups(call: GraphCall): GraphAnswer {
  const id = subjectOf(call);
  const { groupIds } = bodyAs(call, checkSchema);
  if (groupIds.length > groupIdsMax) {
    throw badRequest(
      `The number of values in 'groupIds' is ${groupIds.length}, the maximum is ${groupIdsMax}.`,
    );
  }
  const around = call.world.groups.transitiveOf(id);
  return idsAnswer(
    call,
    groupIds.filter((groupId) => around.includes(groupId.toLowerCase())),
  );
}

/** POST …/getMemberObjects and …/getMemberGroups: ids of every group around the object. */
export function getMemberObjects(call: GraphCall): GraphAnswer {
  const id = subjectOf(call);
  bodyAs(call, memberSchema);
  return idsAnswer(call, call.world.groups.transitiveOf(id));
}

function idsAnswer(call: GraphCall, value: string[]): GraphAnswer {
  return { status: 200, body: { "@odata.context": contextOf(call, "Collection(Edm.String)"), value } };
}

/** Whose membership is asked: one's own needs User.Read, another's the rights to read people and groups. */
function subjectOf(call: GraphCall): string {
  if (call.path.startsWith("/me/")) {
    demand(call.caller, "User.Read", ...userReaders);
    return myself(call).id;
  }
  const readers = call.caller.kind === "app" ? groupReaders : [...groupReaders, ...userReaders];
  demandReader(call.caller, ...readers);
  return call.path.startsWith("/servicePrincipals/") ? principalNamed(call) : personIdNamed(call);
}

function personIdNamed(call: GraphCall): string {
  const person = personNamed(call, idOf(call));
  if (!person) throw notFound(idOf(call));
  return person.id;
}

function principalNamed(call: GraphCall): string {
  const { apps } = call.world.registrations;
  const app = apps.find((candidate) => candidate.servicePrincipalId === idOf(call).toLowerCase());
  if (!app) throw notFound(idOf(call));
  return app.servicePrincipalId;
}
