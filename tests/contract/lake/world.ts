import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { verifierWith } from "#emulators/lake/access/tokens.ts";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { type LakeOptions, type RunningLake, startLake } from "#emulators/lake/start.ts";
import { ensureAuthority } from "#emulators/shared/certificates.ts";

export const tenantId = "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01";
export const lakeIdentity = "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e22";
const adminToken = "test-admin";
export const account = "lakeportlocal";

/** A lake with an identity source of its own: real tokens, groups from a map that tests change. */
export type World = {
  lake: RunningLake;
  folder: string;
  caFile: string;
  groups: Map<string, string[]>;
  groupQuestions: () => number;
  token: (oid: string, more?: TokenWishes) => Promise<string>;
  /** `request` is a verb and a path below the account: "GET /curated/a". */
  call: (oid: string, request: string, more?: CallWishes) => Promise<Answer>;
  admin: (method: string, path: string, body?: unknown) => Promise<unknown>;
  restart: (more?: Partial<LakeOptions>) => Promise<void>;
  close: () => Promise<void>;
};
export type TokenWishes = {
  audience?: string;
  issuer?: string;
  expiresInS?: number;
  notBeforeS?: number;
  idtyp?: string;
  key?: CryptoKey;
};
type CallWishes = {
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  token?: string;
};
type Answer = { status: number; code: string | null; headers: Headers; text: string };

export async function createWorld(more: Partial<LakeOptions> = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "lakeport-lake-"));
  const keys = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" };
  const groups = new Map<string, string[]>();
  let asked = 0;
  await ensureAuthority(join(folder, "ca"));
  const options: LakeOptions = {
    stateFolder: join(folder, "state"),
    configuration: readLakeConfiguration(
      join(import.meta.dirname, "../../../infra/lake.json"),
      "http://localhost:3000",
    ),
    tenantId,
    identity: {
      verify: verifierWith(createLocalJWKSet({ keys: [jwk] }), {
        tenantId,
        entraOrigin: "",
        nowMs: more.nowMs ?? Date.now,
      }),
      askGroups: async (oid) => {
        asked += 1;
        return groups.get(oid) ?? [];
      },
    },
    certificate: { caFolder: join(folder, "ca") },
    adminToken,
    ...more,
  };
  const world: World = {
    lake: await startLake(options),
    folder,
    caFile: join(folder, "ca", "ca.pem"),
    groups,
    groupQuestions: () => asked,
    token: (oid, wishes = {}) => signToken(oid, wishes.key ?? keys.privateKey, wishes),
    call: async (oid, request, wishes = {}) => {
      const [method = "GET", path = ""] = request.split(/ (.*)/);
      const token = wishes.token ?? (await world.token(oid));
      const response = await fetch(`${world.lake.http}/${account}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...wishes.headers },
        body: wishes.body,
      });
      return {
        status: response.status,
        code: response.headers.get("x-ms-error-code"),
        headers: response.headers,
        text: await response.text(),
      };
    },
    admin: async (method, path, body) => {
      const response = await fetch(`${world.lake.http}/_admin/${path}`, {
        method,
        headers: { "x-lakeport-admin": adminToken },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`admin ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    restart: async (changed = {}) => {
      await world.lake.close();
      world.lake = await startLake({ ...options, ...changed });
    },
    close: async () => {
      await world.lake.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}

async function signToken(oid: string, key: CryptoKey, wishes: TokenWishes): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    oid,
    tid: tenantId,
    sub: `sub-${oid}`,
    appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    idtyp: wishes.idtyp ?? "user",
    scp: "user_impersonation",
    uti: Math.random().toString(36).slice(2),
  })
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .setIssuedAt(now)
    .setNotBefore(now + (wishes.notBeforeS ?? 0))
    .setExpirationTime(now + (wishes.expiresInS ?? 3600))
    .setAudience(wishes.audience ?? "https://storage.azure.com")
    .setIssuer(wishes.issuer ?? `https://sts.windows.net/${tenantId}/`)
    .sign(key);
}

/** The container root as onboarding sets it (domain.md). */
export async function openRoot(world: World, container = "curated"): Promise<void> {
  const headers = { "x-ms-acl": "user::rwx,group::---,other::--x", "x-ms-owner": lakeIdentity };
  const answer = await world.call(lakeIdentity, `PATCH /${container}/?action=setAccessControl`, {
    headers,
  });
  if (answer.status !== 200) throw new Error(`root: ${answer.status} ${answer.text}`);
}

/** A directory born with an ACL, by the lake identity. */
export async function makeDirectory(world: World, path: string, acl: string): Promise<void> {
  const answer = await world.call(lakeIdentity, `PUT /${path}?resource=directory`, {
    headers: { "x-ms-acl": acl },
  });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
}
