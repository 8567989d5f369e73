import { randomUUID } from "node:crypto";
import type { Directory, DirectoryPerson, DirectoryWriter } from "#lib/entra/directory.ts";
import type { LakeIdentity, LakeOutcome, LakePlace } from "#lib/lake/lake.ts";

type StoredDirectory = { acl: string; permissions: string; metadata: Record<string, string> };

/** Entra and the lake in memory, as far as the ports reach: what was made, and nothing more. */
export type MemoryCloud = {
  groups: Map<string, { name: string; members: Set<string> }>;
  directories: Map<string, StoredDirectory>;
  people: DirectoryPerson[];
  directory: Directory;
  directoryWriter: DirectoryWriter;
  lakeIdentity: LakeIdentity;
};

const done = { ok: true, value: undefined } as const;
const absent = { ok: false, refusal: "absent", code: "PathNotFound", requestId: null } as const;

export function createMemoryCloud(people: DirectoryPerson[]): MemoryCloud {
  const groups: MemoryCloud["groups"] = new Map();
  const directories: MemoryCloud["directories"] = new Map();
  for (const container of ["raw", "curated"]) {
    directories.set(`${container}/`, {
      acl: "user::rwx,group::r-x,other::---",
      permissions: "rwxr-x---",
      metadata: {},
    });
  }
  return {
    groups,
    directories,
    people,
    directory: directoryOf(groups, people),
    directoryWriter: writerOf(groups),
    lakeIdentity: lakeOf(directories),
  };
}

function directoryOf(groups: MemoryCloud["groups"], people: DirectoryPerson[]): Directory {
  return {
    findPerson: async (id) => people.find((person) => person.objectId === id) ?? null,
    findPersonByAddress: async (address) => people.find((person) => person.address === address) ?? null,
    groupIdsOf: async (id) => [...groups].filter(([, group]) => group.members.has(id)).map(([key]) => key),
    forgetGroupsOf: () => undefined,
    membersOf: async (id) => [...(groups.get(id)?.members ?? [])],
    ping: async () => 0,
  };
}

function writerOf(groups: MemoryCloud["groups"]): DirectoryWriter {
  return {
    ensureGroup: async (name) => {
      const known = [...groups].find(([, group]) => group.name === name);
      const id = known?.[0] ?? randomUUID();
      groups.set(id, known?.[1] ?? { name, members: new Set() });
      return { ok: true, value: id };
    },
    addMember: async (groupId, objectId) => {
      groups.get(groupId)?.members.add(objectId);
      return groups.has(groupId) ? done : { ok: false, refusal: "absent", detail: "" };
    },
    removeMember: async (groupId, objectId) => {
      groups.get(groupId)?.members.delete(objectId);
      return done;
    },
    invite: async () => ({ ok: false, refusal: "invitations_off", detail: "" }),
  };
}

function lakeOf(directories: MemoryCloud["directories"]): LakeIdentity {
  const keyOf = (place: LakePlace) => `${place.container}/${place.path}`;
  const change = (place: LakePlace, by: (found: StoredDirectory) => void): LakeOutcome<void> => {
    const found = directories.get(keyOf(place));
    if (found === undefined) {
      return absent;
    }
    by(found);
    return done;
  };
  return {
    createDirectory: async (place, access) => {
      const parent = keyOf(place).slice(
        0,
        Math.max(keyOf(place).lastIndexOf("/"), place.container.length + 1),
      );
      if (directories.has(keyOf(place))) {
        return { ok: false, refusal: "taken", code: "PathAlreadyExists", requestId: null };
      }
      if (!directories.has(parent)) {
        return absent;
      }
      directories.set(keyOf(place), { acl: access.acl, permissions: "rwxrwx---", metadata: access.metadata });
      return done;
    },
    setAcl: async (place, acl) => change(place, (found) => Object.assign(found, { acl })),
    setPermissions: async (place, permissions) =>
      change(place, (found) => Object.assign(found, { permissions })),
    setOwner: async () => done,
    access: async (place) => {
      const found = directories.get(keyOf(place));
      return found === undefined
        ? absent
        : {
            ok: true,
            value: { owner: "lake", group: "lake", permissions: found.permissions, acl: found.acl },
          };
    },
    list: async () => ({ ok: true, value: { entries: [], continuation: null } }),
    rename: async () => done,
  };
}
