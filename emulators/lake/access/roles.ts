const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
const containers = "Microsoft.Storage/storageAccounts/blobServices/containers";

/** The actions that the lake asks for; the names are Azure's (resource provider operations). */
export const actions = {
  read: `${blobs}/read`,
  write: `${blobs}/write`,
  add: `${blobs}/add/action`,
  delete: `${blobs}/delete`,
  move: `${blobs}/move/action`,
  manageOwnership: `${blobs}/manageOwnership/action`,
  modifyPermissions: `${blobs}/modifyPermissions/action`,
  runAsSuperUser: `${blobs}/runAsSuperUser/action`,
  readContainer: `${containers}/read`,
  writeContainer: `${containers}/write`,
  deleteContainer: `${containers}/delete`,
  userDelegationKey: "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
  readService: "Microsoft.Storage/storageAccounts/blobServices/read",
  writeService: "Microsoft.Storage/storageAccounts/blobServices/write",
} as const;
export type Action = (typeof actions)[keyof typeof actions];

/** The one condition that is understood: blobs/read counts for Blob.List only (Azure ABAC, sub-operation). */
const listOnlyCondition =
  "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'} AND NOT SubOperationMatches{'Blob.List'})))";

type RoleDefinition = { name: string; actions: string[]; dataActions: string[] };
/** `scope` is "/" for the account or "/containers/<name>". */
type RoleAssignment = { principalId: string; role: string; scope: string; condition?: string };
export type RoleSettings = { roles: RoleDefinition[]; assignments: RoleAssignment[] };

export type Asked = { action: Action; container?: string; isListing?: boolean };
export type Principal = { oid: string; groups: ReadonlySet<string> };

/** The name of the first assigned role that grants an action to a principal or one of its groups. */
export function roleGranting(settings: RoleSettings, principal: Principal, asked: Asked): string | undefined {
  return settings.assignments.find((assignment) => isGranting(settings, assignment, { principal, asked }))
    ?.role;
}

type Who = { principal: Principal; asked: Asked };

function isGranting(settings: RoleSettings, assignment: RoleAssignment, { principal, asked }: Who): boolean {
  const holder = assignment.principalId.toLowerCase();
  if (holder !== principal.oid.toLowerCase() && !principal.groups.has(holder)) return false;
  if (assignment.scope !== "/" && assignment.scope !== `/containers/${asked.container ?? ""}`) return false;
  if (assignment.condition && asked.action === actions.read && !asked.isListing) return false;
  const role = settings.roles.find((candidate) => candidate.name === assignment.role);
  return role
    ? [...role.dataActions, ...role.actions].some((pattern) => isMatch(pattern, asked.action))
    : false;
}

/** Azure's patterns: `*` stands for anything. */
function isMatch(pattern: string, action: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.\\/]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/** Refuses what the emulator would otherwise silently ignore: unknown roles and conditions. */
export function checkRoleSettings(settings: RoleSettings): void {
  for (const assignment of settings.assignments) {
    if (!settings.roles.some((role) => role.name === assignment.role))
      throw new Error(`infra/lake.json assigns an unknown role: ${assignment.role}`);
    if (assignment.condition !== undefined && assignment.condition !== listOnlyCondition)
      throw new Error(`infra/lake.json has a condition that is not emulated: ${assignment.condition}`);
    if (assignment.scope !== "/" && !assignment.scope.startsWith("/containers/"))
      throw new Error(`infra/lake.json has an unknown scope: ${assignment.scope}`);
  }
}
