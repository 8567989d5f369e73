import type { AuthorizedOrganization } from "#lib/auth/actor.ts";

/** An action on an organization's things: the organization, as the proof of it carries its id. */
export type OrganizationSubject = Pick<AuthorizedOrganization, "id">;
/** An action on what is the actor's own inside an organization. */
export type OwnSubject = OrganizationSubject & { ownerId: string };
/** An action on the whole portal has no subject. */
export type PlatformSubject = null;

/**
 * How far a role reaches. `no`; `own`: only what is the actor's own, in an organization of theirs; `organization`: in
 * the organizations in which they have that role; `any`: everywhere.
 */
export type Reach = "no" | "own" | "organization" | "any";

/** One line of the table: the same three columns as in docs and in domain.md. */
export type Rule = { consumer: Reach; orgAdmin: Reach; platformAdmin: Reach; words: string };

const everybody = { consumer: "organization", orgAdmin: "organization", platformAdmin: "any" } as const;
const admins = { consumer: "no", orgAdmin: "organization", platformAdmin: "any" } as const;
const oneself = { consumer: "own", orgAdmin: "own", platformAdmin: "own" } as const;
const platform = { consumer: "no", orgAdmin: "no", platformAdmin: "any" } as const;

/** Actions on an organization's folders, people and access. */
export const organizationActions = {
  "data.browse": { ...everybody, words: "Browse (the lake decides by one's own token)" },
  "data.preview": { ...everybody, words: "Preview (the lake decides by one's own token)" },
  "data.transfer": { ...everybody, words: "Upload, download (the lake decides)" },
  "access.request": { ...everybody, words: "Request access" },
  "person.add": { ...admins, words: "Add people" },
  "guest.invite": { ...admins, words: "Invite guests" },
  "role.change": { ...admins, words: "Change org roles, remove people" },
  "folder.create": { ...admins, words: "Create, change, archive folders" },
  "grant.add": { ...admins, words: "Grant access" },
  "grant.revoke": { ...admins, words: "Revoke access" },
  "request.decide": { ...admins, words: "Approve or decline access requests" },
  "person.list": { ...admins, words: "See the organization's people and grants" },
  "audit.read": { ...admins, words: "Read the organization's audit" },
  "pipeline.connect": { ...platform, words: "Connect pipelines" },
  "server.see": { ...admins, words: "See the organization's notebook servers" },
  "server.stop": { ...admins, words: "Stop the organization's notebook servers" },
} as const satisfies Record<string, Rule>;

/** Actions on what is the actor's own. */
export const ownActions = {
  "server.start_own": { ...oneself, words: "Start one's own notebook server" },
  "server.stop_own": { ...oneself, words: "Stop one's own notebook server" },
} as const satisfies Record<string, Rule>;

/** Actions on the whole portal. */
export const platformActions = {
  "organization.onboard": { ...platform, words: "Onboard organizations" },
  "organization.suspend": { ...platform, words: "Suspend and resume organizations" },
  "organization.offboard": { ...platform, words: "Offboard organizations" },
  "zone.manage": { ...platform, words: "Manage zones" },
  "drift.handle": { ...platform, words: "See, accept and heal drift" },
  "audit.read_all": { ...platform, words: "Read the audit of all organizations" },
} as const satisfies Record<string, Rule>;

export type OrganizationAction = keyof typeof organizationActions;
export type OwnAction = keyof typeof ownActions;
export type PlatformAction = keyof typeof platformActions;

/** Everything that can be done; an action that is not listed does not compile. */
export type Action = OrganizationAction | OwnAction | PlatformAction;

/** The subject that an action needs, so that none can be judged without it. */
export type SubjectOf<A extends Action> = A extends OrganizationAction
  ? OrganizationSubject
  : A extends OwnAction
    ? OwnSubject
    : PlatformSubject;
