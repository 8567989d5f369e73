import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfidentialClientApplication, type ICachePlugin } from "@azure/msal-node";
import { decodeJwt } from "jose";
import { type Entra, type EntraOptions, startEntra } from "#emulators/entra/start.ts";
import { clients } from "#tests/cast.ts";

export const portalOrigin = "http://localhost:3000";
export const callback = `${portalOrigin}/api/auth/callback`;
export const popup = `${portalOrigin}/auth/popup`;
export const storageScope = "https://storage.azure.com/user_impersonation";
export const secrets = {
  ENTRA_CLIENT_SECRET: "portal secret",
  WORKER_CLIENT_SECRET: "worker secret",
  PIPELINE_CLIENT_SECRET: "pipeline secret",
};
const adminToken = "admin token of this test";

/** The emulator on free ports with a state folder of its own, and what the tests do to it. */
export type StartedEntra = Entra & {
  stateFolder: string;
  admin: (method: string, path: string, body?: unknown) => Promise<Response>;
  token: (form: Record<string, string>, headers?: Record<string, string>) => Promise<TokenAnswer>;
  authorize: (query: Record<string, string>, headers?: Record<string, string>) => Promise<Response>;
  /** A person's token by the command-line client's password grant. */
  tokenOf: (address: string, scope: string) => Promise<string>;
  /** An application's own token by its secret. */
  tokenOfApp: (app: "portal" | "worker" | "pipeline", scope: string) => Promise<string>;
  /** Stops it and starts it again on the same state. */
  restart: () => Promise<StartedEntra>;
  end: () => Promise<void>;
};

export type TokenAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

/** Starts an emulator for one test file. */
export async function startedEntra(options: Partial<EntraOptions> = {}): Promise<StartedEntra> {
  const stateFolder = options.stateFolder ?? (await mkdtemp(join(tmpdir(), "lakeport-entra-")));
  const entra = await startEntra({ portalOrigin, adminToken, secrets, ...options, stateFolder });
  const base = `${entra.http}/${entra.tenantId}`;
  const token: StartedEntra["token"] = async (form, headers = {}) => {
    const response = await fetch(`${base}/oauth2/v2.0/token`, {
      method: "POST",
      headers,
      body: new URLSearchParams(form),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    ...entra,
    stateFolder,
    token,
    admin: (method, path, body) =>
      fetch(`${entra.http}/_admin${path}`, {
        method,
        headers: { "x-lakeport-admin": adminToken },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    authorize: (query, headers = {}) =>
      fetch(`${base}/oauth2/v2.0/authorize?${new URLSearchParams(query)}`, { redirect: "manual", headers }),
    tokenOf: async (address, scope) => {
      const form = {
        grant_type: "password",
        client_id: clients.cli,
        username: address,
        password: "local",
        scope,
      };
      return accessTokenIn(await token(form));
    },
    tokenOfApp: async (app, scope) => {
      const secret = {
        portal: secrets.ENTRA_CLIENT_SECRET,
        worker: secrets.WORKER_CLIENT_SECRET,
        pipeline: secrets.PIPELINE_CLIENT_SECRET,
      }[app];
      const form = {
        grant_type: "client_credentials",
        client_id: clients[app],
        client_secret: secret,
        scope,
      };
      return accessTokenIn(await token(form));
    },
    restart: async () => {
      await entra.close();
      return startedEntra({ ...options, stateFolder, httpPort: entra.httpPort, httpsPort: entra.httpsPort });
    },
    end: async () => {
      await entra.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

/** The access token of a token answer; throws with Entra's words when there is none. */
export function accessTokenIn({ body }: TokenAnswer): string {
  if (typeof body.access_token !== "string") throw new Error(String(body.error_description));
  return body.access_token;
}

/** The portal's MSAL client as the portal builds it: a name that is never resolved, metadata by setting. */
export function portalClient(entra: Entra, cachePlugin?: ICachePlugin): ConfidentialClientApplication {
  const base = `${entra.http}/${entra.tenantId}`;
  return new ConfidentialClientApplication({
    auth: {
      clientId: clients.portal,
      clientSecret: secrets.ENTRA_CLIENT_SECRET,
      authority: `https://login.local/${entra.tenantId}`,
      knownAuthorities: ["login.local"],
      authorityMetadata: JSON.stringify({
        issuer: entra.issuer,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        end_session_endpoint: `${base}/oauth2/v2.0/logout`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      }),
    },
    cache: cachePlugin ? { cachePlugin } : undefined,
  });
}

/** The parameters that a redirect brought back to the application. */
export function returned(response: Response): URLSearchParams {
  const location = response.headers.get("location");
  if (!location) throw new Error(`No redirect: ${response.status}`);
  const url = new URL(location);
  return new URLSearchParams(url.hash ? url.hash.slice(1) : url.search);
}

/** A JWT's claims without judging them. */
export function claimsIn(token: string): Record<string, unknown> {
  return decodeJwt(token);
}
