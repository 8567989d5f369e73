import { GET as callback } from "#app/api/auth/callback/route.ts";
import { GET as signIn } from "#app/api/auth/sign-in/route.ts";
import { GET as me } from "#app/api/v1/me/route.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import { readEnv } from "#lib/platform/env.ts";
import { createServices, type Services } from "#lib/platform/services.ts";
import { clients } from "#tests/cast.ts";
import {
  portalOrigin,
  type StartedEntra,
  secrets,
  startedEntra,
} from "#tests/contract/entra/started-entra.ts";
import { startDatabase, type TestDatabase } from "#tests/integration/auth/database.ts";

export const sealKeys = {
  old: `old:${Buffer.alloc(32, 1).toString("base64url")}`,
  now: `now:${Buffer.alloc(32, 2).toString("base64url")}`,
};

/** The portal's own routes over a real database and the Entra emulator, without Next: requests in, replies out. */
export type TestPortal = {
  entra: StartedEntra;
  database: TestDatabase;
  services: Services;
  /** Moves the portal's clock; Entra's stays. */
  turnClock(seconds: number): void;
  end(): Promise<void>;
};

export async function startPortal(): Promise<TestPortal> {
  const [entra, database] = await Promise.all([startedEntra(), startDatabase()]);
  let offsetMs = 0;
  const built = createServices(readEnv(settings(entra, database)), "test");
  const services = { ...built, clock: { now: () => new Date(Date.now() + offsetMs) } };
  globalThis.lakeportServices = services;
  return {
    entra,
    database,
    services,
    turnClock: (seconds) => {
      offsetMs += seconds * 1000;
    },
    end: async () => {
      globalThis.lakeportServices = undefined;
      await services.db.close();
      await Promise.all([entra.end(), database.end()]);
    },
  };
}

function settings(entra: StartedEntra, database: TestDatabase): Record<string, string> {
  const base = `${entra.http}/${entra.tenantId}`;
  return {
    PORTAL_ORIGIN: portalOrigin,
    LOG_LEVEL: "error",
    DATABASE_URL: database.urls.app,
    SEAL_KEYS: `${sealKeys.now},${sealKeys.old}`,
    ALLOW_EMULATORS: "1",
    ENTRA_TENANT_ID: entra.tenantId,
    ENTRA_CLIENT_ID: clients.portal,
    ENTRA_CLIENT_SECRET: secrets.ENTRA_CLIENT_SECRET,
    ENTRA_AUTHORITY: `https://login.local/${entra.tenantId}`,
    ENTRA_KNOWN_AUTHORITIES: "login.local",
    ENTRA_AUTHORITY_METADATA: JSON.stringify({
      issuer: entra.issuer,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
    AZURE_AUTHORITY_HOST: entra.https,
    GRAPH_URL: `${entra.http}/v1.0`,
    LAKE_ACCOUNT: "lakeportlocal",
    LAKE_URL: "https://127.0.0.1:1/lakeportlocal",
    LAKE_BLOB_URL: "https://127.0.0.1:1/lakeportlocal",
    LAKE_BROWSER_URL: "http://127.0.0.1:1/lakeportlocal",
  };
}

/** A browser as far as sign-in needs one: the portal's cookies, by name. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** The portal's first redirect: to Entra, with the attempt's cookie kept. */
  async begin(query: Record<string, string>): Promise<URL> {
    return this.#take(await signIn(this.request(`/api/auth/sign-in?${new URLSearchParams(query)}`)));
  }

  /** Follows Entra as far as its redirect back; with `person`, presses yes on every page that asks them something. */
  async askEntra(url: URL, person?: string): Promise<URL> {
    let reply = await fetch(url, { redirect: "manual" });
    const done: string[] = [];
    for (let step = await stepOf(reply); person !== undefined && step !== null; step = await stepOf(reply)) {
      done.push(step);
      const body = new URLSearchParams([["person", person], ...done.map((value) => ["done", value])]);
      reply = await fetch(url, { method: "POST", body, redirect: "manual" });
    }
    const location = reply.headers.get("location");
    if (location === null) {
      throw new Error(`Entra answered ${reply.status} with a page: ${(await reply.text()).slice(0, 2000)}`);
    }
    return new URL(location);
  }

  /** Brings Entra's answer to the portal; where that sends the browser next. */
  async comeBack(url: URL): Promise<URL> {
    return this.#take(await callback(this.request(url.pathname + url.search)));
  }

  /** The whole way, however often the portal sends the browser back to Entra; where it ended. */
  async signIn(address: string, query: Record<string, string> = {}): Promise<URL> {
    let next = await this.begin({ login_hint: address, ...query });
    while (next.pathname.endsWith("/authorize")) {
      next = await this.comeBack(await this.askEntra(next, address));
    }
    return next;
  }

  get session(): string {
    return this.cookies.get("lakeport-session") ?? "";
  }

  me(): Promise<Response> {
    return me(this.request("/api/v1/me"));
  }

  request(path: string, init: RequestInit = {}): Request {
    const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ");
    return new Request(portalOrigin + path, {
      ...init,
      headers: { ...init.headers, ...(cookie && { cookie }) },
    });
  }

  #take(reply: Response): URL {
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes("Max-Age=0")) {
        this.cookies.delete(name);
      } else {
        this.cookies.set(name, value);
      }
    }
    return new URL(reply.headers.get("location") ?? "about:blank");
  }
}

/** What a page of Entra asks before it goes on; null for a redirect or any other page. */
async function stepOf(reply: Response): Promise<string | null> {
  const text = reply.status === 200 ? await reply.clone().text() : "";
  return /<button class="main" name="done" value="([^"]+)"/.exec(text)?.[1] ?? null;
}

/** Signs a person in and loads the actor; throws where either fails. */
export async function signedIn(
  portal: TestPortal,
  address: string,
): Promise<{ browser: Browser; actor: Actor }> {
  const browser = new Browser();
  const end = await browser.signIn(address);
  const loaded = await loadActor(portal.services, { token: browser.session, correlationId: "test-sign-in" });
  if (!loaded.ok) {
    throw new Error(`${address} is not signed in (${loaded.refusal}); the way ended at ${end}`);
  }
  return { browser, actor: loaded.actor };
}
