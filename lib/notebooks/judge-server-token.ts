import type { HubServer, HubServerRef, HubTokenOwner } from "#lib/hub/hub.ts";
import { azureTokenScope, serverOfScopes } from "#lib/hub/hub-urls.ts";

type Judged = { ok: true; ref: HubServerRef } | { ok: false; refusal: "unknown_token" | "not_a_server" };

/**
 * Which server a token is, by what the Hub says of it. The scope must name this user's own server exactly: a person's
 * other tokens, services, and a scope for somebody else's server are `not_a_server`.
 */
export function judgeServerToken(owner: HubTokenOwner | null): Judged {
  if (owner === null) {
    return { ok: false, refusal: "unknown_token" };
  }
  const ref = owner.kind === "user" ? serverOfScopes(owner.scopes) : null;
  const isOwn = ref !== null && owner.kind === "user" && ref.user === owner.user;
  return isOwn && owner.scopes.includes(azureTokenScope(ref))
    ? { ok: true, ref }
    : { ok: false, refusal: "not_a_server" };
}

/** Whether a server may have a token: it runs, or it is starting (its first cell may run before the Hub says so). */
export function isEntitled(server: HubServer | null): boolean {
  return server?.state === "running" || server?.state === "starting";
}
