import { z } from "zod";
import { bodyAs, type GraphAnswer, type GraphCall, idOf } from "#emulators/graph/call.ts";
import { directoryObjects } from "#emulators/graph/entities.ts";
import { listAnswer } from "#emulators/graph/odata.ts";
import { alreadyMember, managedGroup, related } from "#emulators/graph/operations/groups.ts";
import { badRequest, notFound } from "#emulators/graph/problem.ts";
import { referredIds } from "#emulators/graph/reference.ts";

const writers = ["GroupMember.ReadWrite.All", "Group.ReadWrite.All"];
const referenceSchema = z.strictObject({ "@odata.id": z.string() });

/** GET /groups/{id}/members. */
export function listMembers(call: GraphCall): GraphAnswer {
  return listAnswer(call, related(call, "members"), directoryObjects);
}

/** GET /groups/{id}/transitiveMembers. */
export function listTransitiveMembers(call: GraphCall): GraphAnswer {
  return listAnswer(call, related(call, "transitiveMembers"), directoryObjects);
}

/** POST /groups/{id}/members/$ref: 400 for who is a member already, 404 for who does not exist. */
export function addMember(call: GraphCall): GraphAnswer {
  const group = managedGroup(call, ...writers);
  const [id = ""] = referredIds(call, [bodyAs(call, referenceSchema)["@odata.id"]]);
  if (id === group.id || call.world.groups.transitiveOf(group.id).includes(id)) {
    throw badRequest("A group can't be added as a member of itself.");
  }
  if (!call.world.groups.addMember(group.id, id)) throw alreadyMember();
  return { status: 204 };
}

/** DELETE /groups/{id}/members/{id}/$ref: 404 for who is no member. */
export function removeMember(call: GraphCall): GraphAnswer {
  const group = managedGroup(call, ...writers);
  const id = (call.ids[1] ?? "").toLowerCase();
  if (!call.world.groups.removeMember(group.id, id)) throw notFound(idOf({ ...call, ids: [id] }));
  return { status: 204 };
}
