import { superUser } from "#emulators/lake/access/caller.ts";
import { type AskGroups, askDirectory, createGroups } from "#emulators/lake/access/groups.ts";
import { createAccessSettings, type Delays, noDelays } from "#emulators/lake/access/settings.ts";
import { createKeyJudge } from "#emulators/lake/access/shared-key.ts";
import { createTokenVerifier, type TokenVerifier } from "#emulators/lake/access/tokens.ts";
import { serveAdmin } from "#emulators/lake/admin.ts";
import type { LakeConfiguration } from "#emulators/lake/configuration.ts";
import { createFaults } from "#emulators/lake/faults.ts";
import { createLake, type IdentitySource, type Lake } from "#emulators/lake/lake.ts";
import { makeContainer } from "#emulators/lake/operations/filesystems.ts";
import { serve } from "#emulators/lake/serve.ts";
import { openService } from "#emulators/lake/service/properties.ts";
import { containerNamed } from "#emulators/lake/store/containers.ts";
import { liveSegments } from "#emulators/lake/store/contents.ts";
import { closeStore, openStore } from "#emulators/lake/store/store.ts";
import { issueServerCertificate, type ServerCertificate } from "#emulators/shared/certificates.ts";
import { listen } from "#emulators/shared/listen.ts";
import { createRequestLog, type RequestLog } from "#emulators/shared/request-log.ts";

/** Where people and groups come from: the Entra emulator, or a test's own. */
type IdentityOptions =
  | { entraOrigin: string; adminToken: string }
  | { verify: TokenVerifier; askGroups: AskGroups };

export type LakeOptions = {
  stateFolder: string;
  configuration: LakeConfiguration;
  tenantId: string;
  identity: IdentityOptions;
  /** The folder of the local authority, or a certificate. */
  certificate: { caFolder: string } | ServerCertificate;
  httpPort?: number;
  httpsPort?: number;
  /** Base64 account key; without it shared key is off, as the real account has it. For replaying recordings. */
  accountKey?: string;
  /** Without it the admin endpoint is off. */
  adminToken?: string;
  delays?: Partial<Delays>;
  /** Gets each log line as JSON with a newline. */
  writeLog?: (line: string) => void;
  nowMs?: () => number;
};

export type RunningLake = {
  http: string;
  https: string;
  lake: Lake;
  log: RequestLog;
  close: () => Promise<void>;
};

const logLinesMax = 20_000;

/** Starts a lake on loopback (port 0 takes a free one) and makes its declared containers. */
export async function startLake(options: LakeOptions): Promise<RunningLake> {
  const nowMs = options.nowMs ?? Date.now;
  const store = openStore(options.stateFolder, nowMs);
  await store.segments.sweep(liveSegments(store));
  const { configuration } = options;
  const access = createAccessSettings({
    roles: configuration.roles,
    delays: { ...noDelays, ...options.delays },
    nowMs,
  });
  const identity = identityOf(options, { nowMs, delayMs: () => access.delays().groupMs });
  const service = openService(store, configuration.service);
  const lake = createLake({ account: configuration.account, store, access, identity, service });
  for (const name of configuration.containers) {
    if (!containerNamed(store, name)) makeContainer(store, name, { owner: superUser });
  }
  lake.purgeSoon();
  const faults = createFaults();
  const log = createRequestLog(logLinesMax, options.writeLog);
  const { certificate } = options;
  const listening = await listen(
    async (request, response) => {
      if (request.url?.startsWith("/_admin/"))
        return serveAdmin({ lake, log, faults, token: options.adminToken }, request, response);
      await serve(lake, { request, response, faults, facts: log.watch(request, response) });
    },
    {
      httpPort: options.httpPort ?? 0,
      httpsPort: options.httpsPort ?? 0,
      certificate:
        "caFolder" in certificate ? await issueServerCertificate(certificate.caFolder) : certificate,
    },
  );
  const close = async (): Promise<void> => {
    lake.stop();
    await listening.close();
    await closeStore(store);
  };
  return { http: listening.http, https: listening.https, lake, log, close };
}

type GroupClock = Parameters<typeof createGroups>[1];

function identityOf(options: LakeOptions, clock: GroupClock): IdentitySource {
  const { identity, tenantId, accountKey, configuration } = options;
  const acceptsKey = accountKey ? createKeyJudge(configuration.account, accountKey) : undefined;
  if ("verify" in identity)
    return {
      tenantId,
      acceptsKey,
      verify: identity.verify,
      groupsOf: createGroups(identity.askGroups, clock),
    };
  const { entraOrigin, adminToken } = identity;
  return {
    tenantId,
    acceptsKey,
    verify: createTokenVerifier({ tenantId, entraOrigin, nowMs: clock.nowMs }),
    groupsOf: createGroups(askDirectory(entraOrigin, adminToken), clock),
  };
}
