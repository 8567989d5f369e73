import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ports } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** Fixed ids of the local tenant (Northwind) and its app registrations; infra/entra.json names the same. */
export const localIds = {
  tenant: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01",
  portal: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e11",
  worker: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e12",
  cli: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e13",
  pipeline: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e14",
} as const;

export const lakeAccount = "lakeportlocal";

/** What the local cloud is made of. */
export type LocalCloud = { root: string; home: string; ports: Ports; secrets: Secrets };

/**
 * Origins of the local cloud's parts. The portal alone is `localhost`: cookies ignore ports, so the others are 127.0.0.1.
 * LAKEPORT_PORTAL_ORIGIN, LAKEPORT_LAKE_URL and LAKEPORT_IDENTITY_ENDPOINT name other addresses of the same parts, behind a
 * proxy for instance.
 */
export function originsOf(ports: Ports) {
  const { LAKEPORT_PORTAL_ORIGIN, LAKEPORT_LAKE_URL, LAKEPORT_IDENTITY_ENDPOINT } = process.env;
  return {
    portal: LAKEPORT_PORTAL_ORIGIN ?? `http://localhost:${ports.portal}`,
    entra: `http://127.0.0.1:${ports.entra}`,
    entraTls: `https://127.0.0.1:${ports.entraTls}`,
    lake: `http://127.0.0.1:${ports.lake}/${lakeAccount}`,
    lakeTls: LAKEPORT_LAKE_URL ?? `https://127.0.0.1:${ports.lakeTls}/${lakeAccount}`,
    hub: `http://127.0.0.1:${ports.hub}`,
    identityEndpoint: LAKEPORT_IDENTITY_ENDPOINT ?? `http://127.0.0.1:${ports.identity}/msi/token`,
  };
}

/** The product's settings that make it use the local cloud; nothing in the product knows that they are local. */
export function productSettings(cloud: LocalCloud): Record<string, string> {
  const { ports, secrets } = cloud;
  const origins = originsOf(ports);
  return {
    NODE_ENV: "production",
    LAKEPORT_HOME: cloud.home,
    PORTAL_ORIGIN: origins.portal,
    LOG_LEVEL: process.env.LOG_LEVEL ?? "info",
    SEAL_KEYS: secrets.sealKeys,
    ALLOW_EMULATORS: "1",
    ENTRA_TENANT_ID: localIds.tenant,
    ENTRA_CLIENT_ID: localIds.portal,
    ENTRA_CLIENT_SECRET: secrets.entraClient,
    ENTRA_CLI_CLIENT_ID: localIds.cli,
    ENTRA_AUTHORITY: `https://login.local/${localIds.tenant}`,
    ENTRA_KNOWN_AUTHORITIES: "login.local",
    ENTRA_AUTHORITY_METADATA: authorityMetadata(origins),
    AZURE_AUTHORITY_HOST: origins.entraTls,
    GRAPH_URL: `${origins.entra}/v1.0`,
    LAKE_ACCOUNT: lakeAccount,
    LAKE_URL: origins.lakeTls,
    LAKE_BLOB_URL: origins.lakeTls,
    LAKE_BROWSER_URL: origins.lake,
    DIRECT_TRANSFER: process.env.DIRECT_TRANSFER ?? "1",
    HUB_URL: origins.hub,
    HUB_API_URL: `${origins.hub}/hub/api`,
    HUB_API_TOKEN: secrets.hubApi,
    HUB_OAUTH_CLIENT_ID: "jupyterhub",
    HUB_OAUTH_CLIENT_SECRET: secrets.hubOauth,
    HUB_READINESS_FILE: join(cloud.home, "notebooks.json"),
    IDENTITY_HOST: "127.0.0.1",
    IDENTITY_PORT: String(ports.identity),
    NODE_EXTRA_CA_CERTS: join(cloud.home, "ca.pem"),
  };
}

/** Settings of the worker besides the product's: the lake identity. */
export function workerSettings(cloud: LocalCloud): Record<string, string> {
  return { WORKER_CLIENT_ID: localIds.worker, WORKER_CLIENT_SECRET: cloud.secrets.workerClient };
}

/** Settings of the emulators and of the simulated devices. */
export function emulatorSettings(cloud: LocalCloud): Record<string, string> {
  const { ports, secrets } = cloud;
  const origins = originsOf(ports);
  return {
    PORTAL_ORIGIN: origins.portal,
    CA_FOLDER: cloud.home,
    ADMIN_TOKEN: secrets.admin,
    ENTRA_HTTP_PORT: String(ports.entra),
    ENTRA_HTTPS_PORT: String(ports.entraTls),
    ENTRA_STATE: join(cloud.home, "entra"),
    ENTRA_ORIGIN: origins.entra,
    ENTRA_TENANT_ID: localIds.tenant,
    ENTRA_CLIENT_SECRET: secrets.entraClient,
    WORKER_CLIENT_SECRET: secrets.workerClient,
    PIPELINE_CLIENT_ID: localIds.pipeline,
    PIPELINE_CLIENT_SECRET: secrets.pipelineClient,
    LAKE_HTTP_PORT: String(ports.lake),
    LAKE_HTTPS_PORT: String(ports.lakeTls),
    LAKE_STATE: join(cloud.home, "lake"),
    LAKE_ACCOUNT: lakeAccount,
    LAKE_URL: origins.lake,
    LAKE_GROUP_DELAY_MS: process.env.LAKE_GROUP_DELAY_MS ?? "0",
  };
}

/** Settings of the simulated devices: the pipeline's own identity, no other secret. */
export function deviceSettings(cloud: LocalCloud): Record<string, string> {
  const origins = originsOf(cloud.ports);
  return {
    ENTRA_ORIGIN: origins.entra,
    ENTRA_TENANT_ID: localIds.tenant,
    PIPELINE_CLIENT_ID: localIds.pipeline,
    PIPELINE_CLIENT_SECRET: cloud.secrets.pipelineClient,
    LAKE_BROWSER_URL: origins.lake,
    LAKE_URL: origins.lakeTls,
    LAKE_ACCOUNT: lakeAccount,
    LAKEPORT_HOME: cloud.home,
    NODE_EXTRA_CA_CERTS: join(cloud.home, "ca.pem"),
  };
}

/** Writes what other programs on this machine need to reach the local cloud: ids and addresses, no secret. */
export function writeLocalEnv(cloud: LocalCloud): void {
  const product = productSettings(cloud);
  const names = ["ENTRA_TENANT_ID", "ENTRA_CLIENT_ID", "ENTRA_CLI_CLIENT_ID", "LAKE_URL", "LAKE_ACCOUNT"];
  const more = [
    "PORTAL_ORIGIN",
    "LAKE_BROWSER_URL",
    "GRAPH_URL",
    "AZURE_AUTHORITY_HOST",
    "HUB_URL",
    "NODE_EXTRA_CA_CERTS",
  ];
  const lines = [...names, ...more].map((name) => `${name}=${product[name]}`);
  const entra = `ENTRA_ORIGIN=${originsOf(cloud.ports).entra}`;
  writeFileSync(join(cloud.home, "local.env"), `${[...lines, entra].join("\n")}\n`, { mode: 0o600 });
}

/** MSAL accepts only an https issuer; the endpoints themselves may be http, which spares browsers the local authority. */
function authorityMetadata(origins: { entra: string; entraTls: string }): string {
  const base = `${origins.entra}/${localIds.tenant}`;
  return JSON.stringify({
    issuer: `${origins.entraTls}/${localIds.tenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  });
}
