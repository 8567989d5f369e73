import type { IncomingMessage } from "node:http";
import { EntraRefusal, refusalBody } from "#emulators/entra/aadsts.ts";
import { answerAdmin } from "#emulators/entra/admin/routes.ts";
import { answerAuthorize } from "#emulators/entra/authorize.ts";
import {
  correlationIdOf,
  type EntraRequest,
  jsonReply,
  type Reply,
  readRequest,
} from "#emulators/entra/exchange.ts";
import { answerLogout } from "#emulators/entra/logout.ts";
import { instanceDiscovery, keys, openidConfiguration } from "#emulators/entra/metadata.ts";
import { answerRedeem } from "#emulators/entra/redeem.ts";
import { answerToken } from "#emulators/entra/token.ts";
import type { World } from "#emulators/entra/world.ts";
import { answerGraph } from "#emulators/graph/routes.ts";
import type { Handle } from "#emulators/shared/listen.ts";
import { notEmulated } from "#emulators/shared/reply.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

type Route = (world: World, request: EntraRequest, facts: Facts) => Reply | Promise<Reply>;

/** Below /{tenant}. */
const tenantRoutes: Record<string, Route> = {
  "GET /oauth2/v2.0/authorize": answerAuthorize,
  "POST /oauth2/v2.0/authorize": answerAuthorize,
  "POST /oauth2/v2.0/token": answerToken,
  "OPTIONS /oauth2/v2.0/token": answerToken,
  "GET /oauth2/v2.0/logout": answerLogout,
  "POST /oauth2/v2.0/logout": answerLogout,
  "GET /discovery/v2.0/keys": keys,
  "GET /v2.0/.well-known/openid-configuration": openidConfiguration,
};

/** The process's one handler: admin, Graph (/v1.0), then the sign-in side; what is not emulated is a 501 that names it. */
export function entraHandle(world: World): Handle {
  return async (request, response) => {
    const facts = world.log.watch(request, response);
    const reply = await answer(world, { request, facts });
    response.writeHead(reply.status, reply.headers).end(request.method === "HEAD" ? undefined : reply.body);
  };
}

async function answer(
  world: World,
  { request, facts }: { request: IncomingMessage; facts: Facts },
): Promise<Reply> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (path.startsWith("/_admin/")) return answerAdmin(world, request);
  if (path.startsWith("/v1.0/") || path.startsWith("/beta/")) return answerGraph(world, { request, facts });
  const read = await readRequest(request);
  if (!read) return jsonReply(421, notEmulated("a host name that is not loopback"));
  return signInSide(world, read, facts);
}

function signInSide(world: World, request: EntraRequest, facts: Facts): Reply | Promise<Reply> {
  if (request.path === "/redeem") return answerRedeem(world, request, facts);
  if (request.path === "/common/discovery/instance") return instanceDiscovery(world, request);
  const [, tenant = "", rest = ""] = /^\/([^/]+)(\/.+)$/.exec(request.path) ?? [];
  const route = tenantRoutes[`${request.method} ${rest}`];
  if (!route) return jsonReply(501, notEmulated(`${request.method} ${request.path}`));
  const { id, domain, initialDomain } = world.registrations.tenant;
  if ([id, domain, initialDomain].includes(tenant.toLowerCase())) return route(world, request, facts);
  const refusal = new EntraRefusal(90002, {
    detail: `Tenant '${tenant}'. This emulator is pinned to one tenant.`,
  });
  const { status, body } = refusalBody(refusal, {
    nowMs: world.now(),
    correlationId: correlationIdOf(request),
  });
  return jsonReply(status, body);
}
