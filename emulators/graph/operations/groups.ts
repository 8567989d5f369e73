import { z } from "zod";
import type { Group } from "#emulators/entra/directory/groups.ts";
import { bodyAs, type GraphAnswer, type GraphCall, idOf } from "#emulators/graph/call.ts";
import { demand, demandReader, holds } from "#emulators/graph/caller.ts";
import {
  directoryObjects,
  entityById,
  groupEntity,
  groups,
  visibleGroup,
} from "#emulators/graph/entities.ts";
import { type Entity, entityAnswer, listAnswer } from "#emulators/graph/odata.ts";
import { badRequest, denied, notFound } from "#emulators/graph/problem.ts";
import { referredIds } from "#emulators/graph/reference.ts";

export const groupReaders = [
  "GroupMember.Read.All",
  "GroupMember.ReadWrite.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
];

const groupSchema = z.strictObject({
  displayName: z.string().min(1).max(256),
  mailEnabled: z.literal(false),
  mailNickname: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  securityEnabled: z.literal(true),
  description: z.string().min(1).optional(),
  "owners@odata.bind": z.array(z.string()).max(20).default([]),
  "members@odata.bind": z.array(z.string()).max(20).default([]),
});

/** POST /groups: a security group. An application is no owner unless it names itself; a person always is. */
export function createGroup(call: GraphCall): GraphAnswer {
  const { world, caller } = call;
  demand(caller, "Group.Create", "Group.ReadWrite.All");
  if (caller.isRestricted) throw denied();
  const wanted = bodyAs(call, groupSchema);
  const owners = referredIds(call, wanted["owners@odata.bind"]);
  const members = referredIds(call, wanted["members@odata.bind"]);
  const group: Group = {
    id: crypto.randomUUID(),
    name: wanted.displayName,
    nickname: wanted.mailNickname,
    description: wanted.description ?? null,
    created: `${new Date(world.now()).toISOString().slice(0, 19)}Z`,
    visibleMs: world.now() + world.controls.replicationDelayMs,
  };
  world.groups.add(group, caller.kind === "person" ? [...owners, caller.id] : owners, members);
  const answer = entityAnswer(call, groupEntity(group), groups);
  return { ...answer, status: 201 };
}

/** GET /groups/{id}. */
export function readGroup(call: GraphCall): GraphAnswer {
  const group = visibleGroup(call.world, idOf(call));
  if (!group || !owns(call, group.id)) demandReader(call.caller, ...groupReaders);
  if (!group) throw notFound(idOf(call));
  return entityAnswer(call, groupEntity(group), groups);
}

/** GET /groups. */
export function listGroups(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...groupReaders);
  const visible = call.world.groups.all().filter((group) => group.visibleMs <= call.world.now());
  return listAnswer(call, visible.map(groupEntity), groups);
}

/** DELETE /groups/{id}: by an owner, or with the right to every group. */
export function deleteGroup(call: GraphCall): GraphAnswer {
  const group = managedGroup(call, "Group.ReadWrite.All");
  call.world.groups.remove(group.id);
  return { status: 204 };
}

/** GET /groups/{id}/owners. */
export function listOwners(call: GraphCall): GraphAnswer {
  return listAnswer(call, related(call, "owners"), directoryObjects);
}

/** Objects around a readable group: its owners, members, or everything inside it. */
export function related(call: GraphCall, relation: "owners" | "members" | "transitiveMembers"): Entity[] {
  const group = visibleGroup(call.world, idOf(call));
  if (!group || !owns(call, group.id)) demandReader(call.caller, ...groupReaders);
  if (!group) throw notFound(idOf(call));
  return call.world.groups[relation](group.id).flatMap((id) => entityById(call.world, id) ?? []);
}

/** The group of a call that the caller may change: as its owner, or by one of the permissions. */
export function managedGroup(call: GraphCall, ...permissions: string[]): Group {
  const group = visibleGroup(call.world, idOf(call));
  const mayAll = holds(call.caller, ...permissions) && call.caller.kind === "app";
  if (!mayAll && !(group && owns(call, group.id)))
    throw holds(call.caller, ...groupReaders) && !group ? notFound(idOf(call)) : denied();
  if (!group) throw notFound(idOf(call));
  return group;
}

/** Whether the caller owns a group; a person's application needs a permission on groups as well. */
function owns(call: GraphCall, groupId: string): boolean {
  const isOwner = call.world.groups.owners(groupId).includes(call.caller.id);
  return (
    isOwner &&
    (call.caller.kind === "app" || holds(call.caller, "Group.ReadWrite.All", "GroupMember.ReadWrite.All"))
  );
}

const changeSchema = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: z.string().nullable().optional(),
  "members@odata.bind": z.array(z.string()).min(1).optional(),
});

/** PATCH /groups/{id}: adds up to 20 members at once, all or none. */
export function changeGroup(call: GraphCall): GraphAnswer {
  const { world } = call;
  const wanted = bodyAs(call, changeSchema);
  if (wanted.displayName !== undefined || wanted.description !== undefined) {
    throw badRequest("Not emulated: changing a group's displayName or description.", "NotEmulated");
  }
  const group = managedGroup(call, "GroupMember.ReadWrite.All", "Group.ReadWrite.All");
  const references = wanted["members@odata.bind"] ?? [];
  if (references.length > 20)
    throw badRequest("The number of references in 'members@odata.bind' exceeds the limit of 20.");
  const ids = referredIds(call, references);
  const present = world.groups.members(group.id);
  if (ids.some((id) => present.includes(id)) || new Set(ids).size < ids.length) throw alreadyMember();
  for (const id of ids) world.groups.addMember(group.id, id);
  return { status: 204 };
}

/** 400 in the real service's words. */
export function alreadyMember() {
  return badRequest(
    "One or more added object references already exist for the following modified properties: 'members'.",
  );
}
