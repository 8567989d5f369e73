import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import { endDelegation } from "#lib/auth/delegation-cache.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { serverRef } from "#lib/notebooks/notebook-server.ts";
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
  await endDelegation(services, actor, input);
  const server = await recordStop(services, actor, input);
  if (server === null) {
    return { ok: false, refusal: "absent" };
  }
  const stopped = await services.hub.stopServer(serverRef(hubUserName(actor), server));
  return stopped.ok ? { ok: true } : { ok: false, refusal: "hub_busy" };
}

function recordStop(services: Services, actor: Actor, input: { serverId: string; correlationId: string }) {
  return services.db.within(scopeOf(actor), async (transaction) => {
    const server = await transaction.notebookServer.findFirst({
      where: { id: input.serverId, personId: actor.personId },
      select: { name: true, organizationId: true, folderId: true },
    });
    const stopped = await transaction.notebookServer.updateMany({
      where: {
        id: input.serverId,
        personId: actor.personId,
        state: { in: ["requested", "starting", "running"] },
      },
      data: { state: "stopped", stoppedAt: services.clock.now() },
    });
    if (server === null || stopped.count === 0) {
      return server;
    }
    await recordEvent(transaction, services, {
      event: "server.stopped",
      actorPersonId: actor.personId,
      actorLabel: actor.name,
      organizationId: server.organizationId,
      folderId: server.folderId,
      correlationId: input.correlationId,
      detail: { server: server.name },
    });
    return server;
  });
}
