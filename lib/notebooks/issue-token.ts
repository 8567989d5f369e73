import { recordEvent } from "#lib/audit/record-event.ts";
import { acquireDelegatedStorageToken } from "#lib/auth/delegation-cache.ts";
import type { HubServerRef } from "#lib/hub/hub.ts";
import { isEntitled, judgeServerToken } from "#lib/notebooks/judge-server-token.ts";
import { uniqueTokenId } from "#lib/notebooks/unique-token-id.ts";
import { nobody } from "#lib/platform/db.ts";
import type { Services } from "#lib/platform/services.ts";

/** What a notebook asks: the header's secret, and for which resource. */
export type TokenRequest = { serverToken: string; resource: string; correlationId: string };

export type TokenRefusal =
  | "unknown_token"
  | "not_a_server"
  | "not_running"
  | "delegation_ended"
  | "wrong_resource"
  | "sign_in_again"
  | "step_up";

/** Tokens that the audit already knows, by `uti`, with their end: one event a token, not one a request. */
export type IssuedTokens = Map<string, Date>;

export type IssuedToken = { value: string; expiresAt: Date; resource: string };

/** The one audience that is given to notebooks (Azure Storage), as clients write it. */
const storageResources = ["https://storage.azure.com", "https://storage.azure.com/"];

/**
 * Gives a running notebook server its owner's own short-lived storage token. Whose token it is follows from the Hub's
 * answer about the server's own token and from the delegation, never from what the notebook says. Refused: every token
 * that is not exactly one server's, a server that does not run, an ended delegation, every other audience.
 */
export async function issueToken(
  services: Services,
  memory: IssuedTokens,
  request: TokenRequest,
): Promise<{ ok: true; token: IssuedToken } | { ok: false; refusal: TokenRefusal }> {
  if (!storageResources.includes(request.resource)) {
    return { ok: false, refusal: "wrong_resource" };
  }
  const identified = await identifyServer(services, request.serverToken);
  if (!identified.ok) {
    return identified;
  }
  const delegation = await findDelegation(services, identified.ref);
  if (delegation === null) {
    return { ok: false, refusal: "delegation_ended" };
  }
  const acquired = await acquireDelegatedStorageToken(services, delegation.id, delegation.personId);
  if (!acquired.ok) {
    return { ok: false, refusal: acquired.refusal };
  }
  await recordIssue(services, memory, {
    delegation,
    server: identified.ref.server,
    token: acquired.token,
    request,
  });
  return { ok: true, token: { ...acquired.token, resource: request.resource } };
}

type Identified = { ok: true; ref: HubServerRef } | { ok: false; refusal: TokenRefusal };

async function identifyServer(services: Services, serverToken: string): Promise<Identified> {
  const judged = judgeServerToken(await services.hub.identifyToken(serverToken));
  if (!judged.ok) {
    return judged;
  }
  return isEntitled(await services.hub.findServer(judged.ref))
    ? judged
    : { ok: false, refusal: "not_running" };
}

type FoundDelegation = { id: string; personId: string; organizationId: string; personName: string };

/** The live delegation of that Hub user's server; the person comes from our own record of the Hub user's name. */
async function findDelegation(services: Services, ref: HubServerRef): Promise<FoundDelegation | null> {
  const personId = await services.db.within(nobody, async (transaction) => {
    const [row] = await transaction.$queryRaw<{ id: string | null }[]>`SELECT hub_person(${ref.user}) AS id`;
    return row?.id ?? null;
  });
  if (personId === null) {
    return null;
  }
  const scope = { personId, organizationIds: [], isPlatformAdmin: false };
  return services.db.within(scope, async (transaction) => {
    const found = await transaction.delegation.findFirst({
      where: { personId, endedAt: null, until: { gt: services.clock.now() }, server: { name: ref.server } },
      select: {
        id: true,
        server: { select: { organizationId: true } },
        person: { select: { name: true, state: true } },
      },
    });
    return found === null || found.person.state === "disabled"
      ? null
      : {
          id: found.id,
          personId,
          organizationId: found.server.organizationId,
          personName: found.person.name,
        };
  });
}

type Issue = {
  delegation: FoundDelegation;
  server: string;
  token: { value: string; expiresAt: Date };
  request: TokenRequest;
};

async function recordIssue(services: Services, memory: IssuedTokens, issue: Issue): Promise<void> {
  const uti = uniqueTokenId(issue.token.value);
  const { personId, organizationId, personName } = issue.delegation;
  if (memory.has(uti)) {
    return;
  }
  forgetExpired(memory, services.clock.now());
  memory.set(uti, issue.token.expiresAt);
  const scope = { personId, organizationIds: [organizationId], isPlatformAdmin: false };
  await services.db.within(scope, (transaction) =>
    recordEvent(transaction, services, {
      event: "token.issued",
      actorPersonId: personId,
      actorLabel: personName,
      organizationId,
      correlationId: issue.request.correlationId,
      detail: { uti, server: issue.server, expiresAt: issue.token.expiresAt.toISOString() },
    }),
  );
}

function forgetExpired(memory: IssuedTokens, now: Date): void {
  for (const [uti, expiresAt] of memory) {
    if (expiresAt < now) {
      memory.delete(uti);
    }
  }
}
