import { z } from "zod";
import type { Person } from "#emulators/entra/directory/people.ts";
import { bodyAs, type GraphAnswer, type GraphCall, idOf } from "#emulators/graph/call.ts";
import { demand, demandReader, holds } from "#emulators/graph/caller.ts";
import { directoryObjects, userEntity, users } from "#emulators/graph/entities.ts";
import { entityAnswer, listAnswer } from "#emulators/graph/odata.ts";
import { badRequest, denied, notFound } from "#emulators/graph/problem.ts";

export const userReaders = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];

const changeSchema = z.strictObject({
  accountEnabled: z.boolean().optional(),
  displayName: z.string().min(1).optional(),
});

/** GET /me. */
export function readMe(call: GraphCall): GraphAnswer {
  demand(call.caller, "User.Read", ...userReaders);
  return entityAnswer(call, userEntity(myself(call)), users);
}

/** GET /users/{id or user principal name}. */
export function readUser(call: GraphCall): GraphAnswer {
  const { caller } = call;
  const person = personNamed(call, idOf(call));
  if (!(caller.kind === "person" && caller.id === person?.id && holds(caller, "User.Read"))) {
    demandReader(caller, ...userReaders, ...(caller.kind === "person" ? ["User.ReadBasic.All"] : []));
  }
  if (!person) throw notFound(idOf(call));
  return entityAnswer(call, userEntity(person), users);
}

/** GET /users. */
export function listUsers(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...userReaders, ...(call.caller.kind === "person" ? ["User.ReadBasic.All"] : []));
  return listAnswer(call, call.world.people.all().map(userEntity), users);
}

/** PATCH /users/{id}: accountEnabled, displayName. */
export function changeUser(call: GraphCall): GraphAnswer {
  const { caller, world } = call;
  const { accountEnabled, displayName } = bodyAs(call, changeSchema);
  const mayDisable = holds(caller, "User.EnableDisableAccount.All") && holds(caller, "User.Read.All");
  if (!holds(caller, "User.ReadWrite.All") && !(mayDisable && displayName === undefined)) throw denied();
  const person = demandPerson(call);
  world.people.change(person.id, {
    ...(accountEnabled !== undefined && { isEnabled: accountEnabled }),
    ...(displayName !== undefined && { name: displayName }),
  });
  return { status: 204 };
}

/** DELETE /users/{id}: to the deleted items, without memberships. */
export function deleteUser(call: GraphCall): GraphAnswer {
  demand(call.caller, "User.ReadWrite.All");
  const person = demandPerson(call);
  call.world.people.change(person.id, { deleted: new Date(call.world.now()).toISOString() });
  call.world.groups.forget(person.id);
  return { status: 204 };
}

/** GET /directory/deletedItems/microsoft.graph.user. */
export function listDeletedUsers(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...userReaders);
  return listAnswer(call, call.world.people.deleted().map(userEntity), directoryObjects);
}

/** POST /users/{id}/revokeSignInSessions. As Microsoft says, it does nothing for external users. */
export function revokeSessions(call: GraphCall): GraphAnswer {
  demand(call.caller, "User.RevokeSessions.All", "User.ReadWrite.All");
  const person = demandPerson(call);
  if (!person.isGuest) call.world.people.change(person.id, { revokedMs: call.world.now() });
  return { status: 200, body: { value: true } };
}

/** The person who asks; an application has no /me. */
export function myself(call: GraphCall): Person {
  if (call.caller.kind !== "person")
    throw badRequest("/me request is only valid with delegated authentication flow.", "BadRequest");
  const person = call.world.people.byId(call.caller.id);
  if (!person || person.deleted) throw notFound(call.caller.id);
  return person;
}

/** A living person by id or user principal name (not by mail), or null. */
export function personNamed(call: GraphCall, name: string): Person | null {
  const person = name.includes("@") ? call.world.people.byAddress(name) : call.world.people.byId(name);
  const isNamed =
    person && (person.id === name.toLowerCase() || person.upn.toLowerCase() === name.toLowerCase());
  return isNamed && !person.deleted ? person : null;
}

function demandPerson(call: GraphCall): Person {
  const person = personNamed(call, idOf(call));
  if (!person) throw notFound(idOf(call));
  return person;
}
