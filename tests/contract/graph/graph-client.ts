import type { StartedEntra } from "#tests/contract/entra/started-entra.ts";

export const graphDefault = "https://graph.microsoft.com/.default";

export type GraphReply = { status: number; headers: Headers; body: Record<string, unknown> };
export type Graph = (
  method: string,
  path: string,
  options?: { body?: unknown; headers?: Record<string, string> },
) => Promise<GraphReply>;

/** Calls the emulated Graph with one bearer token. */
export function graphWith(entra: StartedEntra, token: string): Graph {
  return async (method, path, { body, headers } = {}) => {
    const url = path.startsWith("http") ? path : `${entra.http}/v1.0${path}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
  };
}

/** Graph as one of the applications, by its secret. */
export async function graphAs(entra: StartedEntra, app: "portal" | "worker"): Promise<Graph> {
  return graphWith(entra, await entra.tokenOfApp(app, graphDefault));
}

/** Makes a security group owned by a service principal; answers its id. */
export async function createGroup(graph: Graph, name: string, ownerId: string): Promise<string> {
  const owner = `https://graph.microsoft.com/v1.0/servicePrincipals/${ownerId}`;
  const body = {
    displayName: name,
    mailEnabled: false,
    mailNickname: name,
    securityEnabled: true,
    "owners@odata.bind": [owner],
  };
  const reply = await graph("POST", "/groups", { body });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return String(reply.body.id);
}

/** The body of a reference to a directory object. */
export function referenceTo(id: string): { "@odata.id": string } {
  return { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
}

/** The error code of a Graph refusal. */
export function codeOf(reply: GraphReply): unknown {
  const { error } = reply.body;
  return error && typeof error === "object" && "code" in error ? error.code : undefined;
}

/** The `value` of a list answer. */
export function valuesOf(reply: GraphReply): Record<string, unknown>[] {
  if (!Array.isArray(reply.body.value)) throw new Error(JSON.stringify(reply.body));
  return reply.body.value;
}
