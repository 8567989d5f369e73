import { appOf } from "#emulators/entra/registration.ts";
import { graphAudience, microsoftResources } from "#emulators/entra/resource.ts";
import type { World } from "#emulators/entra/world.ts";
import { denied, GraphProblem } from "#emulators/graph/problem.ts";

/** Who asks Graph: a person through an application, or an application as itself, with the token's permissions. */
export type Caller = {
  kind: "person" | "app";
  /** Object id of the person or of the application's service principal. */
  id: string;
  appId: string;
  permissions: ReadonlySet<string>;
  /** A guest whom the tenant keeps from reading the directory. */
  isRestricted: boolean;
};

const audiences = [graphAudience, `${graphAudience}/`, microsoftResources[0]?.appId];

/** Reads and judges the bearer token: signature, audience, time. */
export async function callerFrom(world: World, authorization: string | undefined): Promise<Caller> {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
  if (!token) throw unauthenticated("Access token is empty.");
  const claims = await world.signing.read(token);
  if (!claims) throw unauthenticated("Access token validation failure. Invalid signature.");
  if (!audiences.includes(String(claims.aud)))
    throw unauthenticated("Access token validation failure. Invalid audience.");
  if (Number(claims.exp) * 1000 <= world.now())
    throw unauthenticated("Lifetime validation failed, the token is expired.");
  const appId = String(claims.appid);
  if (!appOf(world.registrations, appId))
    throw unauthenticated("The identity of the calling application could not be established.");
  const id = String(claims.oid);
  if (claims.idtyp === "app") {
    const roles = Array.isArray(claims.roles) ? claims.roles.map(String) : [];
    return { kind: "app", id, appId, permissions: new Set(roles), isRestricted: false };
  }
  const permissions = new Set(String(claims.scp).split(" "));
  const isGuest = world.people.byId(id)?.isGuest ?? true;
  const isRestricted = isGuest && world.registrations.tenant.guestRole === "restricted";
  return { kind: "person", id, appId, permissions, isRestricted };
}

/** Whether the token holds one of the permissions. */
export function holds(caller: Caller, ...permissions: string[]): boolean {
  return permissions.some((permission) => caller.permissions.has(permission));
}

/** Refuses a token without any of the permissions. */
export function demand(caller: Caller, ...permissions: string[]): void {
  if (!holds(caller, ...permissions)) throw denied();
}

/** Refuses a token without any of the permissions, and a restricted guest whatever the token holds. */
export function demandReader(caller: Caller, ...permissions: string[]): void {
  demand(caller, ...permissions);
  if (caller.isRestricted) throw denied();
}

function unauthenticated(message: string): GraphProblem {
  return new GraphProblem(401, "InvalidAuthenticationToken", { message });
}
