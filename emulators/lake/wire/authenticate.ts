import type { IncomingMessage } from "node:http";
import type { Caller } from "#emulators/lake/access/caller.ts";
import { challenge } from "#emulators/lake/access/tokens.ts";
import type { IdentitySource } from "#emulators/lake/lake.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";

export type Authenticated = { caller: Caller; facts: Record<string, string> };

/**
 * Who asks. No token is 401 NoAuthenticationInformation, a bad one 401 InvalidAuthenticationInfo,
 * the account key 403 KeyBasedAuthenticationNotPermitted unless switched on.
 */
export async function authenticate(
  request: IncomingMessage,
  identity: IdentitySource,
): Promise<Authenticated> {
  const header = request.headers.authorization;
  if (!header)
    throw new Refusal("NoAuthenticationInformation", {
      headers: { "www-authenticate": challenge(identity.tenantId) },
    });
  const [scheme, token = ""] = header.split(" ");
  if (scheme?.toLowerCase() === "sharedkey") {
    if (!identity.acceptsKey) throw new Refusal("KeyBasedAuthenticationNotPermitted");
    identity.acceptsKey(request);
    return { caller: { kind: "key" }, facts: { oid: "$superuser" } };
  }
  if (scheme?.toLowerCase() !== "bearer") throw notEmulated(`Authorization scheme ${scheme ?? ""}`);
  const claims = await identity.verify(token);
  const groups = await identity.groupsOf(claims);
  const { oid, tid, appid, idtyp } = claims;
  return {
    caller: { kind: "principal", oid, tid, appid, idtyp, groups },
    facts: { oid, appid, idtyp, tokenId: claims.tokenId },
  };
}
