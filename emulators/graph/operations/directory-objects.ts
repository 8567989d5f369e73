import { z } from "zod";
import { bodyAs, contextOf, type GraphAnswer, type GraphCall, idOf } from "#emulators/graph/call.ts";
import { demandReader } from "#emulators/graph/caller.ts";
import {
  directoryObjects,
  entityById,
  principalEntity,
  servicePrincipals,
} from "#emulators/graph/entities.ts";
import { entityAnswer, listAnswer } from "#emulators/graph/odata.ts";
import { groupReaders } from "#emulators/graph/operations/groups.ts";
import { userReaders } from "#emulators/graph/operations/users.ts";
import { notFound } from "#emulators/graph/problem.ts";

const principalReaders = ["Application.Read.All", "Directory.Read.All"];
const idsSchema = z.strictObject({
  ids: z.array(z.guid()).min(1).max(1000),
  types: z.array(z.enum(["user", "group", "servicePrincipal", "directoryObject"])).optional(),
});

/** POST /directoryObjects/getByIds: those of up to 1000 ids that exist and are of the types. */
export function getByIds(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...userReaders, ...groupReaders, ...principalReaders);
  const { ids, types } = bodyAs(call, idsSchema);
  const wanted = types?.includes("directoryObject")
    ? undefined
    : types?.map((type) => `#microsoft.graph.${type}`);
  const found = ids.flatMap((id) => entityById(call.world, id) ?? []);
  const value = found.filter((entity) => !wanted || wanted.includes(String(entity["@odata.type"])));
  return { status: 200, body: { "@odata.context": contextOf(call, "directoryObjects"), value } };
}

/** GET /directoryObjects/{id}. */
export function readDirectoryObject(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...userReaders, ...groupReaders, ...principalReaders);
  const entity = entityById(call.world, idOf(call));
  if (!entity) throw notFound(idOf(call));
  return entityAnswer(call, entity, directoryObjects);
}

/** GET /servicePrincipals(appId='…') and GET /servicePrincipals/{id}. */
export function readServicePrincipal(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...principalReaders);
  const id = idOf(call).toLowerCase();
  const app = call.world.registrations.apps.find((candidate) =>
    call.path.includes("(") ? candidate.clientId === id : candidate.servicePrincipalId === id,
  );
  if (!app) throw notFound(id);
  return entityAnswer(call, principalEntity(app), servicePrincipals);
}

/** GET /servicePrincipals. */
export function listServicePrincipals(call: GraphCall): GraphAnswer {
  demandReader(call.caller, ...principalReaders);
  return listAnswer(call, call.world.registrations.apps.map(principalEntity), servicePrincipals);
}
