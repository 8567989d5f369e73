import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { endDelegation } from "#lib/auth/delegation-cache.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { aliveStates, serverRef } from "#lib/notebooks/notebook-server.ts";
import { findOwnServer, type OwnServer, serverScope } from "#lib/notebooks/own-server.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Stops one of the actor's own servers. The delegation ends first, in the database, so that no further token is given
 * even if the Hub does not answer; repeating it is harmless. `absent` for a server that is not the actor's.
 */
export async function stopServer(
  services: Services,
  actor: Actor,
  input: { serverId: string; correlationId: string },
): Promise<{ ok: true } | { ok: false; refusal: "absent" | "hub_busy" }> {
  const server = await findOwnServer(services, actor, input.serverId);
  if (server === null) {
    return { ok: false, refusal: "absent" };
  }
  await endDelegation(services, actor, input);
  await recordStop(services, actor, { server, correlationId: input.correlationId });
  const stopped = await services.hub.stopServer(serverRef(hubUserName(actor), server));
  return stopped.ok ? { ok: true } : { ok: false, refusal: "hub_busy" };
}

async function recordStop(
  services: Services,
  actor: Actor,
  { server, correlationId }: { server: OwnServer; correlationId: string },
): Promise<void> {
  await services.db.within(serverScope(actor, server), async (transaction) => {
    const stopped = await transaction.notebookServer.updateMany({
      where: { id: server.id, state: { in: [...aliveStates] } },
      data: { state: "stopped", stoppedAt: services.clock.now() },
    });
    if (stopped.count === 0) {
      return;
    }
    await recordEvent(transaction, services, {
      event: "server.stopped",
      actorPersonId: actor.personId,
      actorLabel: actor.name,
      organizationId: server.organizationId,
      folderId: server.folderId,
      correlationId,
      detail: { server: server.name },
    });
  });
}
