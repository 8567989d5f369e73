import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { startLake } from "#emulators/lake/start.ts";
import { ensureAuthority } from "#emulators/shared/certificates.ts";
import type { LakeSession } from "#lib/lake/lake.ts";
import { createLake, createLakeIdentity } from "#lib/lake/lake-adapter.ts";
import { principals, tenantId } from "#tests/cast.ts";

export const groups = {
  members: "10000000-0000-4000-8000-000000000001",
  readers: "10000000-0000-4000-8000-000000000002",
  contributors: "10000000-0000-4000-8000-000000000003",
};

export const people = {
  reader: { oid: "20000000-0000-4000-8000-000000000001", groups: [groups.members, groups.readers] },
  contributor: { oid: "20000000-0000-4000-8000-000000000002", groups: [groups.members, groups.contributors] },
  outsider: { oid: "20000000-0000-4000-8000-000000000003", groups: [] },
};

export type PersonName = keyof typeof people;

export const partition = "contoso-dairy-ab12cd";

const base = [
  "user::rwx",
  "group::---",
  `group:${groups.readers}:r-x`,
  `group:${groups.contributors}:rwx`,
  "mask::rwx",
  "other::---",
].join(",");

/** The partition's ACL as domain.md draws it for a leaf. */
export const partitionAcl = `${base},${base
  .split(",")
  .map((entry) => `default:${entry}`)
  .join(",")}`;

/** A lake with one partition, whose tokens are plainly the person's object id; the real adapter in front of it. */
export async function startedLake() {
  const folder = await mkdtemp(join(tmpdir(), "lakeport-adapter-"));
  setDefaultCACertificates([...getCACertificates("default"), await ensureAuthority(folder)]);
  const running = await startLake({
    stateFolder: join(folder, "lake"),
    configuration: readLakeConfiguration("infra/lake.json", "http://localhost:3000"),
    tenantId,
    certificate: { caFolder: folder },
    identity: {
      verify: async (token) => ({
        oid: token,
        tid: tenantId,
        appid: "",
        idtyp: token === principals.worker ? "app" : "user",
        issuedAt: 0,
        tokenId: token,
      }),
      askGroups: async (oid) => Object.values(people).find((person) => person.oid === oid)?.groups ?? [],
    },
  });
  const settings = { LAKE_URL: `${running.https}/lakeportlocal` };
  const expiresAt = new Date(Date.now() + 3_600_000);
  const identity = createLakeIdentity(
    settings,
    { getToken: async () => ({ token: principals.worker, expiresOnTimestamp: expiresAt.getTime() }) },
    "worker-test",
  );
  const lake = createLake(settings);
  const as = (person: PersonName, correlationId = "test-correlation"): LakeSession =>
    lake.as({ value: people[person].oid, expiresAt }, correlationId);
  const end = async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { running, folder, settings, lake, identity, as, end };
}

export type StartedLake = Awaited<ReturnType<typeof startedLake>>;

/** A stream of `size` bytes in 64 KiB pieces, each saying where it is; made as it is read. */
export function bodyOf(size: number, onPull?: (sent: number) => void): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      onPull?.(sent);
      const length = Math.min(65_536, size - sent);
      if (length > 0) {
        controller.enqueue(new Uint8Array(length).fill((sent / 65_536) % 251));
        sent += length;
      }
      if (sent >= size) {
        controller.close();
      }
    },
  });
}
