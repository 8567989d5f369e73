import { type EntraRequest, jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import { issuerOf } from "#emulators/entra/token-response.ts";
import type { World } from "#emulators/entra/world.ts";

const readableByAll = { "access-control-allow-origin": "*" };

/** OpenID Connect discovery: one issuer, endpoints on the origin that was asked. */
export function openidConfiguration(world: World, request: EntraRequest): Reply {
  const base = `${request.origin}/${world.registrations.tenant.id}`;
  const body = {
    issuer: issuerOf(world),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    code_challenge_methods_supported: ["S256"],
    request_uri_parameter_supported: false,
    http_logout_supported: false,
    tenant_region_scope: "LOCAL",
    cloud_instance_name: new URL(request.origin).host,
  };
  return jsonReply(200, body, readableByAll);
}

/** The public signing key. */
export function keys(world: World): Reply {
  return jsonReply(200, { keys: [world.signing.publicJwk] }, readableByAll);
}

/** Instance discovery: this host is its own cloud and its only alias. */
export function instanceDiscovery(world: World, request: EntraRequest): Reply {
  const host = new URL(request.origin).host;
  const body = {
    tenant_discovery_endpoint: `${request.origin}/${world.registrations.tenant.id}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
  return jsonReply(200, body, readableByAll);
}
