import { createHash, randomBytes } from "node:crypto";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { App, Tenant } from "#emulators/entra/registration.ts";

/** Above this many groups a JWT names none of them (learn.microsoft.com id-token-claims-reference, 2026-11). */
const groupsInTokenMax = 200;

/** How a client proved itself: "0" not at all (public), "1" by secret, "2" by certificate. */
export type ClientProof = "0" | "1" | "2";

/** When a token is valid; seconds since 1970. */
export type Validity = { iat: number; nbf: number; exp: number };

type Claims = Record<string, unknown>;

/** What every token about a person is made from. `groupIds` are transitive. */
export type PersonTokenInput = {
  tenant: Tenant;
  issuer: string;
  person: Person;
  client: App;
  sessionId: string;
  groupIds: string[];
  validity: Validity;
};

/** The claims of a v2 id token; `nonce` is there only when one was sent. */
export function idTokenClaims(input: PersonTokenInput, nonce: string | null): Claims {
  const { tenant, person, client } = input;
  return {
    ...commonV2(input),
    aud: client.clientId,
    name: person.name,
    preferred_username: person.mail,
    ...(nonce !== null && { nonce }),
    ...(client.optionalClaims.includes("email") && { email: person.mail }),
    ...(client.optionalClaims.includes("acct") && { acct: person.isGuest ? 1 : 0 }),
    ...(client.optionalClaims.includes("login_hint") && { login_hint: hintOf(person.mail) }),
    ...rolesOf(person, client),
    ...groupsClaim(input, client),
    rh: randomBytes(12).toString("base64url"),
    tid: tenant.id,
  };
}

/** The claims of a v2 access token for one of our own APIs. */
export function accessTokenV2Claims(
  input: PersonTokenInput,
  access: { api: App; granted: string[]; proof: ClientProof; xmsCc: string[] },
): Claims {
  return {
    ...commonV2(input),
    aud: access.api.clientId,
    azp: input.client.clientId,
    azpacr: access.proof,
    scp: access.granted.join(" "),
    name: input.person.name,
    preferred_username: input.person.mail,
    ...rolesOf(input.person, access.api),
    ...groupsClaim(input, access.api),
    ...(access.xmsCc.length > 0 && { xms_cc: access.xmsCc }),
  };
}

/** The claims of a v1-shaped access token, as Graph, Storage and Postgres get it. Guests have no `upn`. */
export function accessTokenV1Claims(
  input: PersonTokenInput,
  access: { audience: string; granted: string[]; proof: ClientProof; xmsCc: string[] },
): Claims {
  const { tenant, person, client, sessionId, validity } = input;
  return {
    aud: access.audience,
    iss: v1Issuer(tenant.id),
    ...validity,
    acr: "1",
    aio: randomBytes(24).toString("base64url"),
    amr: ["pwd"],
    appid: client.clientId,
    appidacr: access.proof,
    name: person.name,
    oid: person.id,
    scp: access.granted.join(" "),
    sid: sessionId,
    sub: pairwiseSubject(tenant.id, person.id, access.audience),
    tid: tenant.id,
    unique_name: person.isGuest ? person.mail : person.upn,
    ...(person.isGuest ? { email: person.mail, idp: v1Issuer(person.homeTenant) } : { upn: person.upn }),
    uti: freshUti(),
    ver: "1.0",
    ...(access.xmsCc.length > 0 && { xms_cc: access.xmsCc }),
  };
}

/** The claims of an app-only access token in the resource's version; `roles` is absent when it holds none. */
export function appOnlyClaims(
  input: { tenant: Tenant; issuer: string; client: App; validity: Validity },
  access: { audience: string; version: 1 | 2; roles: string[]; proof: ClientProof },
): Claims {
  const { tenant, client, validity } = input;
  const who =
    access.version === 1
      ? { iss: v1Issuer(tenant.id), appid: client.clientId, appidacr: access.proof, ver: "1.0" }
      : { iss: input.issuer, azp: client.clientId, azpacr: access.proof, ver: "2.0" };
  return {
    aud: access.audience,
    ...who,
    ...validity,
    idp: v1Issuer(tenant.id),
    idtyp: "app",
    oid: client.servicePrincipalId,
    sub: client.servicePrincipalId,
    tid: tenant.id,
    uti: freshUti(),
    ...(access.roles.length > 0 && { roles: access.roles }),
  };
}

/** The issuer of v1 tokens for a tenant, and the `idp` of people who come from it. */
export function v1Issuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

/** MSAL's `client_info`: the ids at home, which for a guest differ from `oid` and `tid`. */
export function clientInfoOf(person: Person): string {
  return Buffer.from(JSON.stringify({ uid: person.homeId, utid: person.homeTenant })).toString("base64url");
}

/** The opaque `login_hint` claim of an address. */
export function hintOf(address: string): string {
  return `O.${Buffer.from(address).toString("base64url")}`;
}

/** The address behind a login or logout hint, which may be an address or the opaque claim. */
export function addressOfHint(hint: string): string {
  return hint.startsWith("O.") ? Buffer.from(hint.slice(2), "base64url").toString("utf8") : hint;
}

function commonV2(input: PersonTokenInput): Claims {
  const { tenant, issuer, person, client, sessionId, validity } = input;
  return {
    iss: issuer,
    ...validity,
    aio: randomBytes(24).toString("base64url"),
    oid: person.id,
    sid: sessionId,
    sub: pairwiseSubject(tenant.id, person.id, client.clientId),
    tid: tenant.id,
    uti: freshUti(),
    ver: "2.0",
    ...(person.isGuest && { idp: v1Issuer(person.homeTenant) }),
  };
}

function rolesOf(person: Person, app: App): Claims {
  const roles = person.appRoles.filter((role) => app.appRoles.some((defined) => defined.value === role));
  return roles.length > 0 ? { roles } : {};
}

function groupsClaim(input: PersonTokenInput, app: App): Claims {
  if (app.groupMembershipClaims !== "SecurityGroup" || input.groupIds.length === 0) return {};
  if (input.groupIds.length <= groupsInTokenMax) return { groups: input.groupIds };
  const endpoint = `https://graph.windows.net/${input.tenant.id}/users/${input.person.id}/getMemberObjects`;
  return { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } };
}

/** Pairwise: another application sees another subject for the same person. */
function pairwiseSubject(tenantId: string, personId: string, audience: string): string {
  return createHash("sha256").update(`${tenantId}|${personId}|${audience}`).digest("base64url");
}

function freshUti(): string {
  return randomBytes(16).toString("base64url");
}
