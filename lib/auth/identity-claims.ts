import { z } from "zod";

/** What a verified answer of Entra says about a person. The key is (tenantId, objectId); nothing else identifies. */
export type Identity = {
  tenantId: string;
  objectId: string;
  name: string;
  address: string;
  userType: "member" | "guest";
  isPlatformAdmin: boolean;
  /** For `login_hint` and `logout_hint`. */
  loginHint: string;
};

const claims = z.object({
  tid: z.guid(),
  oid: z.guid(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  login_hint: z.string().optional(),
  /** Home identity provider; present for guests. */
  idp: z.string().optional(),
  /** Optional claim: 0 member, 1 guest. */
  acct: z.number().optional(),
  roles: z.array(z.string()).default([]),
});

/** The app role of the portal's operators (infra/entra.json). */
const platformAdminRole = "Platform.Admin";

/** Reads the claims of an id token or a bearer token that somebody verified; null for another tenant's. */
export function readIdentity(payload: unknown, tenantId: string): Identity | null {
  const parsed = claims.safeParse(payload);
  if (!parsed.success || parsed.data.tid !== tenantId) {
    return null;
  }
  const { data } = parsed;
  const address = (data.email ?? data.preferred_username ?? "").toLowerCase();
  return {
    tenantId: data.tid,
    objectId: data.oid,
    name: data.name ?? address,
    address,
    userType: isGuest(data) ? "guest" : "member",
    isPlatformAdmin: data.roles.includes(platformAdminRole),
    loginHint: data.login_hint ?? data.preferred_username ?? address,
  };
}

/** `acct` decides where it is given; else a home identity provider other than this tenant's. */
function isGuest(data: z.infer<typeof claims>): boolean {
  if (data.acct !== undefined) {
    return data.acct === 1;
  }
  return data.idp !== undefined && !data.idp.includes(data.tid);
}
