import type { IncomingMessage } from "node:http";
import type { Reply } from "#emulators/entra/exchange.ts";
import type { World } from "#emulators/entra/world.ts";
import { runBatch } from "#emulators/graph/batch.ts";
import type { GraphAnswer, GraphCall } from "#emulators/graph/call.ts";
import { callerFrom } from "#emulators/graph/caller.ts";
import { dispatch } from "#emulators/graph/dispatch.ts";
import { badRequest, GraphProblem, problemReply, type RequestIds } from "#emulators/graph/problem.ts";
import { readText } from "#emulators/shared/reply.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** Microsoft Graph v1.0: bearer token, then one operation or a batch; every failure in Graph's own error shape. */
export async function answerGraph(
  world: World,
  exchange: { request: IncomingMessage; facts: Facts },
): Promise<Reply> {
  const { request, facts } = exchange;
  const clientRequestId = request.headers["client-request-id"];
  const requestId = crypto.randomUUID();
  const ids = { requestId, clientRequestId: String(clientRequestId ?? requestId), nowMs: world.now() };
  const trace = { "request-id": requestId, "client-request-id": ids.clientRequestId };
  try {
    const answer = await answerCall(world, exchange, ids);
    const reply = toReply(answer);
    return { ...reply, headers: { ...reply.headers, ...trace } };
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    facts.refusal = error.code;
    const reply = problemReply(error, ids);
    return { ...reply, headers: { ...reply.headers, ...trace } };
  }
}

async function answerCall(
  world: World,
  { request, facts }: { request: IncomingMessage; facts: Facts },
  ids: RequestIds,
): Promise<GraphAnswer> {
  const caller = await callerFrom(world, request.headers.authorization);
  facts.oid = caller.id;
  facts.appId = caller.appId;
  facts.callerKind = caller.kind;
  const origin = `${"encrypted" in request.socket ? "https" : "http"}://${request.headers.host ?? "127.0.0.1"}`;
  const url = new URL(request.url ?? "/", origin);
  if (!url.pathname.startsWith("/v1.0/")) {
    throw new GraphProblem(501, "NotEmulated", {
      message: `The local emulator does not support: ${url.pathname}`,
    });
  }
  const call: GraphCall = {
    world,
    caller,
    origin,
    method: request.method ?? "GET",
    path: url.pathname.slice("/v1.0".length),
    ids: [],
    query: url.searchParams,
    isEventual: String(request.headers.consistencylevel ?? "").toLowerCase() === "eventual",
    body: await readJson(request),
  };
  return call.path === "/$batch" && call.method === "POST" ? runBatch(call, ids) : dispatch(call);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Unable to read JSON request payload.", "BadRequest");
  }
}

function toReply({ status, body }: GraphAnswer): Reply {
  const headers = { "cache-control": "no-store", "odata-version": "4.0" };
  if (!body) return { status, headers, body: "" };
  const type =
    "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8";
  return { status, headers: { ...headers, "content-type": type }, body: JSON.stringify(body) };
}
