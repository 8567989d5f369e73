import { createTokenAuthority, type TokenAuthority } from "#lib/auth/token-authority.ts";
import { createWebCredential } from "#lib/entra/credential-adapter.ts";
import type { Directory } from "#lib/entra/directory.ts";
import { createDirectory } from "#lib/entra/directory-adapter.ts";
import type { Hub } from "#lib/hub/hub.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import type { Lake } from "#lib/lake/lake.ts";
import { createLake } from "#lib/lake/lake-adapter.ts";
import { type Clock, systemClock } from "#lib/platform/clock.ts";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import { type Env, readEnv } from "#lib/platform/env.ts";
import { type Ids, systemIds } from "#lib/platform/ids.ts";
import { createLog, type Log } from "#lib/platform/log.ts";

/** Everything that acts, as queries and use cases get it. Adapters are built here and nowhere else. */
export type Services = {
  env: Env;
  clock: Clock;
  ids: Ids;
  log: Log;
  db: Database;
  /** Entra's token side and our seal keys. */
  tokens: TokenAuthority;
  /** Entra's directory, read app-only as the portal. */
  directory: Directory;
  /** The lake, with one person's own token a session. */
  lake: Lake;
  /** JupyterHub, as its service `portal`. */
  hub: Hub;
};

/** Builds the services of one process; nothing connects before it is used. `name` is the process's in the log. */
export function createServices(env: Env, name: string): Services {
  return {
    env,
    clock: systemClock,
    ids: systemIds,
    log: createLog(name, env.LOG_LEVEL),
    db: createDatabase(env.DATABASE_URL),
    tokens: createTokenAuthority(env),
    directory: createDirectory(env, createWebCredential(env)),
    lake: createLake(env),
    hub: createHub({ apiUrl: env.HUB_API_URL ?? "", token: env.HUB_API_TOKEN ?? "" }),
  };
}

declare global {
  // The one place that survives Next loading modules anew in development.
  var lakeportServices: Services | undefined;
}

/** The web process's services: built when first asked for, once per process, also when Next loads modules anew. */
export function webServices(): Services {
  globalThis.lakeportServices ??= createServices(readEnv(process.env), "web");
  return globalThis.lakeportServices;
}
