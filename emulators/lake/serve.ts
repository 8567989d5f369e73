import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call } from "#emulators/lake/call.ts";
import type { Faults } from "#emulators/lake/faults.ts";
import type { Lake } from "#emulators/lake/lake.ts";
import { corsHeaders, preflight } from "#emulators/lake/service/cors.ts";
import { readAddress } from "#emulators/lake/wire/address.ts";
import { authenticate } from "#emulators/lake/wire/authenticate.ts";
import { apiOf, routeOf } from "#emulators/lake/wire/dispatch.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";
import { type Envelope, envelopeOf, refusalReply, sendReply } from "#emulators/lake/wire/respond.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** One exchange before it is known what it asks. */
type Exchange = { request: IncomingMessage; response: ServerResponse; facts: Facts; faults: Faults };

/** Answers one request to the lake; refusals become the service's error bodies, faults a 500. */
export async function serve(lake: Lake, exchange: Exchange): Promise<void> {
  const { request, response, facts } = exchange;
  const envelope = envelopeOf(request, corsHeaders(lake.service.properties().cors, request));
  facts.clientRequestId = envelope.headers["x-ms-client-request-id"];
  facts.requestId = envelope.requestId;
  const api = { value: "dfs" as "dfs" | "blob" };
  try {
    if (request.method === "OPTIONS") {
      facts.operation = "Preflight";
      const granted = preflight(lake.service.properties().cors, request);
      return await sendReply(response, envelope, { status: 200, headers: granted });
    }
    await answer(lake, exchange, { envelope, api });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    facts.verdict = error.status === 403 || error.status === 401 ? "denied" : "refused";
    facts.errorCode = error.code;
    if (request.method === "OPTIONS") api.value = "blob";
    await sendReply(response, envelope, refusalReply(error, api.value, envelope));
  }
}

type Answering = { envelope: Envelope; api: { value: "dfs" | "blob" } };

async function answer(lake: Lake, exchange: Exchange, { envelope, api }: Answering): Promise<void> {
  const { request, response, facts, faults } = exchange;
  const address = readAddress(request.url ?? "/", request.headers.host ?? "", lake.account);
  api.value = apiOf(address, request);
  facts.api = api.value;
  facts.container = address.container;
  facts.target = address.segments.join("/");
  checkVersion(request);
  const { caller, facts: who } = await authenticate(request, lake.identity);
  Object.assign(facts, who);
  const call: Call = { lake, request, address, api: api.value, caller, facts };
  const route = routeOf(call);
  facts.operation = route.name;
  const spoil = await faults.strike(route.name);
  const reply = spoil(await route.operation(call));
  facts.verdict = "allowed";
  await sendReply(response, envelope, reply);
}

/** Any version of the service's form is served; another form is 400 naming the header (recorded). */
function checkVersion(request: IncomingMessage): void {
  const version = request.headers["x-ms-version"];
  if (typeof version === "string" && version !== "" && !/^20\d\d-\d\d-\d\d$/.test(version))
    throw badHeader("x-ms-version", version);
}
