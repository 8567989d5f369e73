/**
 * What the clouds' own APIs offer, and in which shape their access tokens come. Application ids and scope names are
 * Microsoft's (learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in, 2026-11).
 */
export type Resource = {
  /** What a scope's prefix may be, without a slash at the end. */
  uri: string;
  appId: string;
  audience: string;
  tokenVersion: 1 | 2;
  delegated: readonly string[];
  application: readonly string[];
  /** The application that is this resource, when it is one of ours. */
  clientId?: string;
};

export const graphAudience = "https://graph.microsoft.com";
export const storageAudience = "https://storage.azure.com";

const graphAppId = "00000003-0000-0000-c000-000000000000";

export const microsoftResources: readonly Resource[] = [
  {
    uri: graphAudience,
    appId: graphAppId,
    audience: graphAudience,
    tokenVersion: 1,
    delegated: [
      "openid",
      "profile",
      "email",
      "offline_access",
      "User.Read",
      "User.ReadBasic.All",
      "User.Read.All",
      "User.Invite.All",
      "GroupMember.Read.All",
      "GroupMember.ReadWrite.All",
      "Group.ReadWrite.All",
      "Directory.Read.All",
    ],
    application: [
      "User.Read.All",
      "User.ReadWrite.All",
      "User.EnableDisableAccount.All",
      "User.RevokeSessions.All",
      "User.Invite.All",
      "Group.Create",
      "Group.Read.All",
      "Group.ReadWrite.All",
      "GroupMember.Read.All",
      "GroupMember.ReadWrite.All",
      "Application.Read.All",
      "Directory.Read.All",
    ],
  },
  {
    uri: storageAudience,
    appId: "e406a681-f3d4-42a8-90b6-c2b029497af1",
    audience: storageAudience,
    tokenVersion: 1,
    delegated: ["user_impersonation"],
    application: [],
  },
  {
    uri: "https://ossrdbms-aad.database.windows.net",
    appId: "123cd850-d9df-40bd-94d5-c9f07b7fa203",
    audience: "https://ossrdbms-aad.database.windows.net",
    tokenVersion: 1,
    delegated: ["user_impersonation"],
    application: [],
  },
];
