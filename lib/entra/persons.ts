import { z } from "zod";
import type { DirectoryPerson } from "#lib/entra/directory.ts";
import type { GraphClient } from "#lib/entra/graph-client.ts";
import { type GraphResponse, unexpectedAnswer } from "#lib/entra/graph-error.ts";

const fields = "id,displayName,mail,userPrincipalName,userType,accountEnabled,externalUserState";

const user = z.object({
  id: z.guid(),
  displayName: z.string().nullable(),
  mail: z.string().nullish(),
  userPrincipalName: z.string(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  externalUserState: z.string().nullish(),
});

export const sendFindPerson = (graph: GraphClient, objectId: string): Promise<GraphResponse> =>
  graph.send({ method: "GET", path: `/users/${encodeURIComponent(objectId)}?$select=${fields}` });

/** The person, or null where Graph knows none of that id (404). */
export function readPerson(response: GraphResponse): DirectoryPerson | null {
  if (response.status === 404) {
    return null;
  }
  const parsed = user.safeParse(response.body);
  if (response.status !== 200 || !parsed.success) {
    throw unexpectedAnswer("the search for a person", response);
  }
  return personOf(parsed.data);
}

export const sendFindByAddress = (graph: GraphClient, address: string): Promise<GraphResponse> => {
  const quoted = `'${address.replaceAll("'", "''")}'`;
  const filter = encodeURIComponent(`mail eq ${quoted} or userPrincipalName eq ${quoted}`);
  return graph.send({ method: "GET", path: `/users?$filter=${filter}&$select=${fields}` });
};

/** The first person of the list, or null where it is empty. */
export function readFirstPerson(response: GraphResponse): DirectoryPerson | null {
  const parsed = z.object({ value: z.array(user) }).safeParse(response.body);
  if (response.status !== 200 || !parsed.success) {
    throw unexpectedAnswer("the search for an address", response);
  }
  const [first] = parsed.data.value;
  return first === undefined ? null : personOf(first);
}

export const sendGroupIds = (graph: GraphClient, objectId: string): Promise<GraphResponse> =>
  graph.send({
    method: "POST",
    path: `/users/${encodeURIComponent(objectId)}/getMemberObjects`,
    body: { securityEnabledOnly: true },
  });

/** Ids of a person's groups, nested ones included; none for a person whom Graph does not know. */
export function readGroupIds(response: GraphResponse): string[] {
  if (response.status === 404) {
    return [];
  }
  const parsed = z.object({ value: z.array(z.guid()) }).safeParse(response.body);
  if (response.status !== 200 || !parsed.success) {
    throw unexpectedAnswer("the question for a person's groups", response);
  }
  return parsed.data.value;
}

function personOf(found: z.infer<typeof user>): DirectoryPerson {
  const isGuest = found.userType?.toLowerCase() === "guest";
  return {
    objectId: found.id.toLowerCase(),
    name: found.displayName ?? found.mail ?? found.userPrincipalName,
    address: found.mail ?? found.userPrincipalName,
    userType: isGuest ? "guest" : "member",
    isEnabled: found.accountEnabled ?? true,
    redemption: isGuest ? redemptionOf(found.externalUserState) : null,
  };
}

/** Guests from before 2019 have no state; they redeemed long ago. */
function redemptionOf(state: string | null | undefined): "pending" | "redeemed" {
  return state === "PendingAcceptance" ? "pending" : "redeemed";
}
