import { readFileSync } from "node:fs";
import { checkRoleSettings, type RoleSettings } from "#emulators/lake/access/roles.ts";
import type { ServiceProperties } from "#emulators/lake/service/properties.ts";

/** infra/lake.json: the account as Azure would be told to make it. */
export type LakeConfiguration = {
  account: string;
  containers: string[];
  roles: RoleSettings;
  service: ServiceProperties;
};

/** Reads infra/lake.json; `{PORTAL_ORIGIN}` in CORS origins is replaced. Throws on what it does not know. */
export function readLakeConfiguration(file: string, portalOrigin: string): LakeConfiguration {
  return parseLakeConfiguration(readFileSync(file, "utf8").replaceAll("{PORTAL_ORIGIN}", portalOrigin));
}

type Raw = {
  account: string;
  containers: { name: string }[];
  roleDefinitions: { name: string; actions: string[]; dataActions: string[] }[];
  roleAssignments: { principalId: string; role: string; scope: string; condition?: string }[];
  blobService: ServiceProperties;
};

function parseLakeConfiguration(text: string): LakeConfiguration {
  const raw: Raw = JSON.parse(text);
  const roles: RoleSettings = {
    roles: [...builtInRoles, ...raw.roleDefinitions],
    assignments: raw.roleAssignments,
  };
  checkRoleSettings(roles);
  return {
    account: raw.account,
    containers: raw.containers.map(({ name }) => name),
    roles,
    service: raw.blobService,
  };
}

const storage = "Microsoft.Storage/storageAccounts";

/** Azure's built-in data roles as far as the lake asks (role definitions, 2026-11). */
const builtInRoles = [
  {
    name: "Storage Blob Data Reader",
    actions: [
      `${storage}/blobServices/containers/read`,
      `${storage}/blobServices/generateUserDelegationKey/action`,
    ],
    dataActions: [`${storage}/blobServices/containers/blobs/read`],
  },
  {
    name: "Storage Blob Data Contributor",
    actions: [
      `${storage}/blobServices/containers/read`,
      `${storage}/blobServices/containers/write`,
      `${storage}/blobServices/containers/delete`,
      `${storage}/blobServices/generateUserDelegationKey/action`,
    ],
    dataActions: ["read", "write", "delete", "move/action", "add/action"].map(
      (name) => `${storage}/blobServices/containers/blobs/${name}`,
    ),
  },
  {
    name: "Storage Blob Data Owner",
    actions: [
      `${storage}/blobServices/containers/*`,
      `${storage}/blobServices/generateUserDelegationKey/action`,
    ],
    dataActions: [`${storage}/blobServices/containers/blobs/*`],
  },
];
