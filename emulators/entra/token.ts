import { EntraRefusal, refusalBody } from "#emulators/entra/aadsts.ts";
import { type AskingClient, askingClient } from "#emulators/entra/client-authentication.ts";
import {
  correlationIdOf,
  type EntraRequest,
  headerOf,
  jsonReply,
  type Reply,
} from "#emulators/entra/exchange.ts";
import { redeemCode } from "#emulators/entra/grants/authorization-code.ts";
import { actAsApplication } from "#emulators/entra/grants/client-credentials.ts";
import { exchangeAssertion } from "#emulators/entra/grants/on-behalf-of.ts";
import { signInByPassword } from "#emulators/entra/grants/password.ts";
import { redeemRefreshToken } from "#emulators/entra/grants/refresh-token.ts";
import { isSpaOrigin } from "#emulators/entra/registration.ts";
import type { World } from "#emulators/entra/world.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** One way to get tokens: answers the response's JSON or throws a refusal. */
export type Grant = (
  world: World,
  request: EntraRequest,
  asking: AskingClient,
) => Promise<Record<string, unknown>>;

const grants: Record<string, Grant> = {
  authorization_code: redeemCode,
  refresh_token: redeemRefreshToken,
  client_credentials: actAsApplication,
  password: signInByPassword,
  "urn:ietf:params:oauth:grant-type:jwt-bearer": exchangeAssertion,
};

const understood = new Set(
  `grant_type client_id client_secret client_assertion client_assertion_type scope code redirect_uri code_verifier
  refresh_token username password assertion requested_token_use claims return_spa_code client_info client-request-id
  response_type X-AnchorMailbox clidata`.split(/\s+/),
);

/** POST /{tenant}/oauth2/v2.0/token: JSON tokens or Entra's JSON refusal, with CORS for registered page origins. */
export async function answerToken(world: World, request: EntraRequest, facts: Facts): Promise<Reply> {
  const cors = corsHeaders(world, request);
  if (request.method === "OPTIONS") return { status: 200, headers: cors, body: "" };
  facts.grantType = request.form.get("grant_type");
  facts.clientId = request.form.get("client_id");
  facts.scope = request.form.get("scope");
  const correlationId = correlationIdOf(request);
  try {
    const body = await dispatch(world, request);
    return jsonReply(200, body, { ...cors, pragma: "no-cache", "client-request-id": correlationId });
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    facts.refusal = error.code;
    const { status, body } = refusalBody(error, { nowMs: world.now(), correlationId });
    return jsonReply(status, body, { ...cors, "client-request-id": correlationId });
  }
}

async function dispatch(world: World, request: EntraRequest): Promise<Record<string, unknown>> {
  const { form } = request;
  if (request.method !== "POST")
    throw new EntraRefusal(9002313, { detail: "The token endpoint takes POST only." });
  for (const name of form.keys()) {
    if (understood.has(name) || /^x-(client|app|ms)-/i.test(name)) continue;
    throw new EntraRefusal(90023, { detail: `Not emulated: parameter ${name}` });
  }
  const type = form.get("grant_type");
  if (!type) throw new EntraRefusal(90014, { detail: "Field: grant_type" });
  const grant = grants[type];
  if (!grant) throw new EntraRefusal(70003, { detail: `Value: ${type}` });
  return grant(world, request, await askingClient(world, request));
}

/** Only origins of registered single-page addresses may read an answer in a browser. */
function corsHeaders(world: World, request: EntraRequest): Record<string, string> {
  const origin = headerOf(request, "origin");
  if (!origin || !isSpaOrigin(world.registrations.apps, origin)) return { vary: "Origin" };
  return {
    vary: "Origin",
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-allow-headers": headerOf(request, "access-control-request-headers") ?? "content-type",
    "access-control-expose-headers": "client-request-id",
    "access-control-max-age": "600",
  };
}
