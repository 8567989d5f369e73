import { z } from "zod";
import type { DirectoryOutcome } from "#lib/entra/directory.ts";
import type { GraphClient } from "#lib/entra/graph-client.ts";
import { type GraphResponse, readGraphError, unexpectedAnswer } from "#lib/entra/graph-error.ts";

const group = z.object({ id: z.guid() });

export const sendFindGroup = (graph: GraphClient, name: string): Promise<GraphResponse> => {
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`);
  return graph.send({ method: "GET", path: `/groups?$filter=${filter}&$select=id` });
};

/** The smallest id of the groups found (always the same one, should there be two), or null. */
export function readFoundGroup(response: GraphResponse): string | null {
  const parsed = z.object({ value: z.array(group) }).safeParse(response.body);
  if (response.status !== 200 || !parsed.success) {
    throw unexpectedAnswer("the search for a group", response);
  }
  return parsed.data.value.map((found) => found.id.toLowerCase()).sort()[0] ?? null;
}

/** `ownerUrl` is the maker itself: with Group.Create alone, a group without owner cannot be changed (group-post-groups). */
export const sendMakeGroup = (
  graph: GraphClient,
  input: { name: string; ownerUrl: string },
): Promise<GraphResponse> =>
  graph.send({
    method: "POST",
    path: "/groups",
    body: {
      displayName: input.name,
      mailEnabled: false,
      mailNickname: input.name,
      securityEnabled: true,
      "owners@odata.bind": [input.ownerUrl],
    },
  });

/** The new group's id; refuses missing rights and a full directory. */
export function readMadeGroup(response: GraphResponse): DirectoryOutcome<string> {
  const parsed = group.safeParse(response.body);
  if (response.status === 201 && parsed.success) {
    return { ok: true, value: parsed.data.id.toLowerCase() };
  }
  return refusalOf("making a group", response);
}

export const sendAddMember = (
  graph: GraphClient,
  input: { groupId: string; memberUrl: string },
): Promise<GraphResponse> =>
  graph.send({
    method: "POST",
    path: `/groups/${input.groupId}/members/$ref`,
    body: { "@odata.id": input.memberUrl },
  });

/** What became of adding a member; `lagging` when Graph does not see a group or an object yet that may be new. */
export function readAddedMember(response: GraphResponse): DirectoryOutcome<void> | { lagging: true } {
  if (response.status === 204) {
    return { ok: true, value: undefined };
  }
  const { message } = readGraphError(response);
  if (response.status === 400 && /references already exist/i.test(message)) {
    return { ok: true, value: undefined };
  }
  // A new group: 400 "source resource object ... do not exist" for some seconds (group-post-members).
  if (response.status === 404 || (response.status === 400 && /do(es)? not exist/i.test(message))) {
    return { lagging: true };
  }
  return refusalOf("adding a member", response);
}

/** With `/$ref`: without it the call would delete the person. */
export const sendRemoveMember = (
  graph: GraphClient,
  input: { groupId: string; objectId: string },
): Promise<GraphResponse> =>
  graph.send({ method: "DELETE", path: `/groups/${input.groupId}/members/${input.objectId}/$ref` });

/** 404 means that the membership, or the whole group, is gone already: that is what was wanted. */
export function readRemovedMember(response: GraphResponse): DirectoryOutcome<void> {
  const isGone = response.status === 204 || response.status === 404;
  return isGone ? { ok: true, value: undefined } : refusalOf("removing a member", response);
}

/** A caller's refusal where there is one, else a fault. */
export function refusalOf(what: string, response: GraphResponse): { ok: false } & DirectoryOutcome<never> {
  const { code, message } = readGraphError(response);
  const detail = message === "" ? code : message;
  if (response.status === 403) {
    const isQuota = /quota/i.test(code) || /quota/i.test(message);
    return { ok: false, refusal: isQuota ? "over_quota" : "forbidden", detail };
  }
  if (response.status === 409) {
    return { ok: false, refusal: "taken", detail };
  }
  if (response.status === 429) {
    return { ok: false, refusal: "throttled", detail };
  }
  throw unexpectedAnswer(what, response);
}
