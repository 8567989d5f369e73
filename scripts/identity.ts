import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  type IssuedToken,
  type IssuedTokens,
  issueToken,
  type TokenRefusal,
} from "#lib/notebooks/issue-token.ts";
import { createRateLimit } from "#lib/notebooks/rate-limit.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { readEnv } from "#lib/platform/env.ts";
import { hashOf } from "#lib/platform/ids.ts";
import { createServices } from "#lib/platform/services.ts";

/**
 * The identity endpoint: speaks the App Service managed identity protocol (api-version 2019-08-01, and 2017-09-01 for
 * older clients), so that unmodified SDKs in a notebook get their owner's own token. A process of its own, on an
 * internal address, never behind the portal's public one.
 */
const env = readEnv(process.env);
const services = createServices(env, "identity");
const issued: IssuedTokens = new Map();
const mayAsk = createRateLimit({ perMinute: 60, clock: services.clock });

/** Clients drop a token five minutes before this end, so a revoked delegation bites at the latest then. */
const reportedSecondsMax = 15 * 60;

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    services.log.error({ err: error }, "identity request failed");
    send(response, 503, {
      statusCode: 503,
      message: "The identity endpoint cannot reach what it needs. Try again.",
    });
  });
});
server.listen(env.IDENTITY_PORT, env.IDENTITY_HOST, () => {
  console.log(JSON.stringify({ ready: true, port: env.IDENTITY_PORT }));
});
process.on("SIGTERM", () => {
  server.close();
  void services.db.close().finally(() => process.exit(0));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://identity");
  if (url.pathname === "/health") {
    return send(response, 200, { status: "ok" });
  }
  const serverToken = header(request, "x-identity-header") ?? header(request, "secret");
  const resource = url.searchParams.get("resource");
  const malformed = judgeRequest(request, { url, serverToken, resource });
  if (malformed !== null || serverToken === null || resource === null) {
    return send(response, malformed?.status ?? 400, {
      statusCode: malformed?.status ?? 400,
      message: malformed?.message,
    });
  }
  if (!mayAsk(hashOf(serverToken))) {
    response.setHeader("Retry-After", "10");
    return send(response, 429, { statusCode: 429, message: "Too many token requests from this server." });
  }
  const correlationId = header(request, "x-ms-client-request-id")?.slice(0, 64) ?? services.ids.uuid();
  const outcome = await issueToken(services, issued, { serverToken, resource, correlationId });
  if (!outcome.ok) {
    const { status, message } = refusals[outcome.refusal];
    return send(response, status, { statusCode: status, message });
  }
  send(response, 200, tokenAnswer(outcome.token));
}

type Parts = { url: URL; serverToken: string | null; resource: string | null };

function judgeRequest(request: IncomingMessage, parts: Parts): { status: number; message: string } | null {
  if (request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined) {
    return {
      status: 403,
      message: "The identity endpoint answers only the notebook server itself, not a proxy.",
    };
  }
  if (request.method !== "GET" || parts.url.pathname !== "/msi/token") {
    return { status: 404, message: "Ask GET /msi/token." };
  }
  if (parts.serverToken === null || parts.serverToken === "") {
    return { status: 401, message: "The X-IDENTITY-HEADER header is missing." };
  }
  const foreign = ["client_id", "clientid", "object_id", "mi_res_id"].find((name) =>
    parts.url.searchParams.has(name),
  );
  if (foreign !== undefined) {
    return {
      status: 400,
      message: `A notebook has one identity, its owner's: ${foreign} cannot choose another.`,
    };
  }
  return parts.resource === null
    ? { status: 400, message: "The query parameter resource is missing." }
    : null;
}

const refusals: Record<TokenRefusal, { status: number; message: string }> = {
  unknown_token: {
    status: 401,
    message: "This notebook server is not known any more. Start it again in the portal.",
  },
  not_a_server: { status: 403, message: "Only a notebook server's own token may ask." },
  not_running: { status: 401, message: "This notebook server does not run." },
  delegation_ended: {
    status: 401,
    message: "This notebook may not act as you any more. Start it again in the portal.",
  },
  wrong_resource: { status: 400, message: "Notebooks get tokens for https://storage.azure.com only." },
  sign_in_again: { status: 400, message: "Sign in to the portal again, then start this notebook anew." },
  step_up: {
    status: 400,
    message: "Your organization asks for a further sign-in step: open the portal, then try again.",
  },
};

function tokenAnswer(token: IssuedToken): Record<string, string> {
  const now = services.clock.now();
  const end = Math.min(token.expiresAt.getTime(), secondsAfter(now, reportedSecondsMax).getTime());
  return {
    access_token: token.value,
    // Both forms: 2019-08-01 clients read expires_on, older ones expires_in.
    expires_on: String(Math.floor(end / 1000)),
    expires_in: String(Math.floor((end - now.getTime()) / 1000)),
    resource: token.resource,
    token_type: "Bearer",
    client_id: env.ENTRA_CLIENT_ID,
  };
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(JSON.stringify(body));
}
