import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { identityAnswer, identityRefusals, judgeIdentityRequest } from "#lib/notebooks/identity-protocol.ts";
import { type IssuedTokens, issueToken } from "#lib/notebooks/issue-token.ts";
import { createRateLimit } from "#lib/notebooks/rate-limit.ts";
import { readEnv } from "#lib/platform/env.ts";
import { hashOf } from "#lib/platform/ids.ts";
import { createServices } from "#lib/platform/services.ts";

/**
 * The identity endpoint: speaks the App Service managed identity protocol, so that unmodified SDKs in a notebook get
 * their owner's own token. A process of its own, on an internal address, never behind the portal's public one.
 */
const env = readEnv(process.env);
const services = createServices(env, "identity");
const issued: IssuedTokens = new Map();
const mayAsk = createRateLimit({ perMinute: 60, clock: services.clock });

/** A token request has no body and few headers. */
const limits = { maxHeaderSize: 8 * 1024, headersTimeout: 5_000, requestTimeout: 10_000 };

const server = createServer(limits, (request, response) => {
  answer(request, response).catch((error) => {
    services.log.error({ err: error }, "identity request failed");
    refuse(response, 503, "The identity endpoint cannot reach what it needs. Try again.");
  });
});
server.listen(env.IDENTITY_PORT, env.IDENTITY_HOST, () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ ready: true, port }));
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
  const header = (name: string) => headerOf(request, name);
  const judged = judgeIdentityRequest({ method: request.method ?? "", url, header });
  if (!judged.ok) {
    return refuse(response, judged.status, judged.message);
  }
  const { serverToken, resource } = judged;
  if (!mayAsk(hashOf(serverToken))) {
    response.setHeader("Retry-After", "10");
    return refuse(response, 429, "Too many token requests from this server.");
  }
  const correlationId = header("x-ms-client-request-id")?.slice(0, 64) ?? services.ids.uuid();
  const outcome = await issueToken(services, issued, { serverToken, resource, correlationId });
  if (!outcome.ok) {
    const { status, message } = identityRefusals[outcome.refusal];
    services.log.info({ refusal: outcome.refusal, correlationId }, "a token was refused");
    return refuse(response, status, message);
  }
  const given = { now: services.clock.now(), clientId: env.ENTRA_CLIENT_ID };
  send(response, 200, identityAnswer(outcome.token, given));
}

/** A header as one text; one that came twice counts as sent, whatever it says. */
function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { statusCode: status, message });
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(JSON.stringify(body));
}
