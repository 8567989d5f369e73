import { Readable } from "node:stream";
import { StorageOAuthScopes } from "@azure/storage-file-datalake";
import { formatAclText, formatPermissions, parseAclText, parsePermissions } from "#lib/lake/acl-text.ts";
import { attempt } from "#lib/lake/attempt.ts";
import { checkAccess } from "#lib/lake/check-access.ts";
import type {
  Lake,
  LakeAccess,
  LakeIdentity,
  LakeOutcome,
  LakePlace,
  LakeSession,
  LakeToken,
} from "#lib/lake/lake.ts";
import { listPage } from "#lib/lake/list-page.ts";
import {
  credentialOf,
  encodePath,
  type LakeClients,
  type LakeCredential,
  openService,
} from "#lib/lake/open-service.ts";
import { readProperties } from "#lib/lake/read-properties.ts";
import { setOwner } from "#lib/lake/set-owner.ts";
import { writeFile } from "#lib/lake/write-file.ts";
import type { Env } from "#lib/platform/env.ts";
import { AppError } from "#lib/platform/errors.ts";

type LakeSettings = Pick<Env, "LAKE_URL">;

const pingTimeoutMs = 3000;

/** The lake behind LAKE_URL. Every session has a pipeline of its own and nothing but the token it was given. */
export function createLake(env: LakeSettings): Lake {
  return {
    as: (token, correlationId) => openSession(env, token, correlationId),
    ping: async () => {
      const started = performance.now();
      try {
        // Anything that speaks HTTP is an answer: without a token the service says 400 or 401.
        const reply = await fetch(env.LAKE_URL, {
          method: "HEAD",
          signal: AbortSignal.timeout(pingTimeoutMs),
        });
        await reply.body?.cancel();
      } catch (error) {
        throw new AppError("lake_unavailable", "The lake does not answer.", { cause: error });
      }
      return performance.now() - started;
    },
  };
}

/** The worker's calls as the lake identity; `credential` refreshes itself. Never touches content. */
export function createLakeIdentity(
  env: LakeSettings,
  credential: LakeCredential,
  correlationId: string,
): LakeIdentity {
  const clients = openService(env.LAKE_URL, credential, correlationId);
  return {
    createDirectory: (place, access) => createDirectory(clients, place, access),
    setAcl: (place, acl) => nothing(() => clients.directory(place).setAccessControl(parseAclText(acl))),
    setPermissions: (place, permissions) =>
      nothing(() => clients.directory(place).setPermissions(parsePermissions(permissions))),
    setOwner: async (place, owner) => {
      const token = await credential.getToken(StorageOAuthScopes);
      return setOwner(env.LAKE_URL, place, { ...owner, token: token?.token ?? "", correlationId });
    },
    access: (place) => readAccess(clients, place),
    list: (place, options) => attempt(() => listPage(clients, place, options)),
    rename: (from, to) =>
      nothing(() =>
        clients
          .directory(from)
          .move(to.container, encodePath(to.path), { destinationConditions: { ifNoneMatch: "*" } }),
      ),
  };
}

/**
 * A role that may add but not overwrite is refused before the service looks whether the path exists (recorded order),
 * so a refusal is looked into: what can be described exists.
 */
async function createDirectory(
  clients: LakeClients,
  place: LakePlace,
  access: { acl: string; permissions?: string; metadata: Record<string, string> },
): Promise<LakeOutcome<void>> {
  const made = await nothing(() =>
    clients.directory(place).create({
      acl: parseAclText(access.acl),
      permissions: access.permissions,
      metadata: access.metadata,
      conditions: { ifNoneMatch: "*" },
    }),
  );
  const isLookedInto = !made.ok && made.refusal === "forbidden" && (await readAccess(clients, place)).ok;
  return isLookedInto ? { ok: false, refusal: "taken", code: "PathAlreadyExists", requestId: null } : made;
}

function openSession(env: LakeSettings, token: LakeToken, correlationId: string): LakeSession {
  const clients = openService(env.LAKE_URL, credentialOf(token), correlationId);
  return {
    list: (place, options) => attempt(() => listPage(clients, place, { ...options, recursive: false })),
    properties: (place) =>
      attempt(async () => readProperties(place, await clients.file(place).getProperties())),
    read: (place, range) => readFile(clients, place, range),
    write: (place, file) => writeFile(clients, place, file),
    makeDirectory: (place) =>
      nothing(() => clients.directory(place).create({ conditions: { ifNoneMatch: "*" } })),
    delete: (place, options) => nothing(() => clients.directory(place).delete(options.recursive)),
    access: (place) => readAccess(clients, place),
    checkAccess: (place, bits) => checkAccess(env.LAKE_URL, token, { place, bits, correlationId }),
  };
}

const readFile = (
  clients: LakeClients,
  place: LakePlace,
  range: { offset: number; length: number | null; ifMatch?: string },
): ReturnType<LakeSession["read"]> =>
  attempt(async () => {
    const reply = await clients.file(place).read(range.offset, range.length ?? undefined, {
      conditions: range.ifMatch === undefined ? undefined : { ifMatch: range.ifMatch },
      maxRetryRequests: 2,
    });
    const stream = reply.readableStreamBody;
    if (!(stream instanceof Readable)) {
      throw new AppError("lake_unavailable", "The lake answered without a body.");
    }
    return {
      body: Readable.toWeb(stream) as ReadableStream<Uint8Array>,
      size: reply.contentLength ?? 0,
      properties: readProperties(place, reply),
    };
  });

const readAccess = (clients: LakeClients, place: LakePlace): Promise<LakeOutcome<LakeAccess>> =>
  attempt(async () => {
    const found = await clients.directory(place).getAccessControl();
    return {
      owner: found.owner ?? "",
      group: found.group ?? "",
      permissions: formatPermissions(found.permissions),
      acl: formatAclText(found.acl),
    };
  });

async function nothing(call: () => Promise<unknown>): Promise<LakeOutcome<void>> {
  return attempt(async () => {
    await call();
  });
}
