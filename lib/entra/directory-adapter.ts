import { setTimeout as wait } from "node:timers/promises";
import type { TokenCredential } from "@azure/identity";
import { decodeJwt } from "jose";
import { z } from "zod";
import type { Directory, DirectoryOutcome, DirectoryWriter } from "#lib/entra/directory.ts";
import { createGraphClient, type GraphClient } from "#lib/entra/graph-client.ts";
import { createGroupMemory, type GroupMemory } from "#lib/entra/group-memory.ts";
import {
  readAddedMember,
  readFoundGroup,
  readMadeGroup,
  readRemovedMember,
  sendAddMember,
  sendFindGroup,
  sendMakeGroup,
  sendRemoveMember,
} from "#lib/entra/groups.ts";
import { readInvitation, sendInvitation } from "#lib/entra/invitations.ts";
import {
  readFirstPerson,
  readGroupIds,
  readPerson,
  sendFindByAddress,
  sendFindPerson,
  sendGroupIds,
} from "#lib/entra/persons.ts";
import { backOffMs } from "#lib/entra/retry-delay.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Env } from "#lib/platform/env.ts";
import { AppError } from "#lib/platform/errors.ts";

type GraphPlace = Pick<Env, "GRAPH_URL" | "GRAPH_RESOURCE">;

/** Graph behind the `Directory` port, asked with the service's own identity. */
export function createDirectory(
  env: GraphPlace,
  credential: TokenCredential,
  memory: GroupMemory = createGroupMemory(systemClock),
): Directory {
  const graph = graphOf(env, credential);
  return {
    findPerson: async (objectId) => readPerson(await sendFindPerson(graph, objectId)),
    findPersonByAddress: async (address) => readFirstPerson(await sendFindByAddress(graph, address)),
    groupIdsOf: (objectId) =>
      memory.recall(objectId, async () => readGroupIds(await sendGroupIds(graph, objectId))),
    forgetGroupsOf: memory.forget,
    membersOf: async (groupId) => {
      const members = await graph.list(
        "the list of a group's members",
        `/groups/${groupId}/members?$select=id&$top=999`,
      );
      return members.map((member) => z.object({ id: z.guid() }).parse(member).id.toLowerCase());
    },
    ping: async () => {
      const started = performance.now();
      await graph.list("a cheap question", "/groups?$top=1&$select=id&$filter=displayName%20eq%20'-'");
      return performance.now() - started;
    },
  };
}

/** The worker's changes in Graph; hand it the `memory` of the same process's `createDirectory`. */
export function createDirectoryWriter(
  env: GraphPlace,
  credential: TokenCredential,
  memory: GroupMemory = createGroupMemory(systemClock),
): DirectoryWriter {
  const graph = graphOf(env, credential);
  const urlOf = (kind: string, id: string) => `${env.GRAPH_URL}/${kind}/${id}`;
  return {
    ensureGroup: async (name) => {
      const found = readFoundGroup(await sendFindGroup(graph, name));
      if (found !== null) {
        return { ok: true, value: found };
      }
      const ownerUrl = urlOf("servicePrincipals", await ownObjectId(env, credential));
      return readMadeGroup(await sendMakeGroup(graph, { name, ownerUrl }));
    },
    addMember: async (groupId, objectId) => {
      const memberUrl = urlOf("directoryObjects", objectId);
      const added = await addPatiently(graph, { groupId, memberUrl });
      memory.forget(objectId);
      return added;
    },
    removeMember: async (groupId, objectId) => {
      const removed = readRemovedMember(await sendRemoveMember(graph, { groupId, objectId }));
      memory.forget(objectId);
      return removed;
    },
    invite: async (invitation) => readInvitation(await sendInvitation(graph, invitation)),
  };
}

const lagAttemptsMax = 6;

/** A group or guest just made is not seen everywhere for some seconds: asks again for about ten, then refuses. */
async function addPatiently(
  graph: GraphClient,
  input: { groupId: string; memberUrl: string },
): Promise<DirectoryOutcome<void>> {
  for (let attempt = 1; attempt <= lagAttemptsMax; attempt += 1) {
    const outcome = readAddedMember(await sendAddMember(graph, input));
    if (!("lagging" in outcome)) {
      return outcome;
    }
    if (attempt < lagAttemptsMax) {
      await wait(backOffMs(attempt, Math.random()));
    }
  }
  return { ok: false, refusal: "absent", detail: "Entra knows no such group or member." };
}

/**
 * The service principal behind the credential, read from its own token: asking Graph for it would need
 * Application.Read.All, which nothing else needs.
 */
async function ownObjectId(env: GraphPlace, credential: TokenCredential): Promise<string> {
  const { oid } = decodeJwt(await tokenOf(env, credential));
  if (typeof oid !== "string") {
    throw new AppError("token_unavailable", "The service's own token names no object id.");
  }
  return oid;
}

function graphOf(env: GraphPlace, credential: TokenCredential): GraphClient {
  return createGraphClient({ baseUrl: env.GRAPH_URL, accessToken: () => tokenOf(env, credential) });
}

async function tokenOf(env: GraphPlace, credential: TokenCredential): Promise<string> {
  try {
    const token = await credential.getToken(`${env.GRAPH_RESOURCE}/.default`);
    if (token !== null) {
      return token.token;
    }
  } catch (cause) {
    throw new AppError("token_unavailable", "Entra gave this service no token for Graph.", { cause });
  }
  throw new AppError("token_unavailable", "Entra gave this service no token for Graph.");
}
