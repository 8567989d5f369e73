import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { endDelegation } from "#lib/auth/delegation-cache.ts";
import { findOwnServer, serverScope } from "#lib/notebooks/own-server.ts";
import type { Services } from "#lib/platform/services.ts";

/** Records that a server did not start, why, and that its delegation is over. A server that has ended stays as it is. */
export async function failServer(
  services: Services,
  actor: Actor,
  input: { serverId: string; failure: string; correlationId: string },
): Promise<void> {
  await endDelegation(services, actor, input);
  const server = await findOwnServer(services, actor, input.serverId);
  if (server === null) {
    return;
  }
  await services.db.within(serverScope(actor, server), async (transaction) => {
    const failed = await transaction.notebookServer.updateMany({
      where: { id: server.id, state: { in: ["requested", "starting"] } },
      data: { state: "failed", failure: input.failure.slice(0, 500), stoppedAt: services.clock.now() },
    });
    if (failed.count === 0) {
      return;
    }
    await recordEvent(transaction, services, {
      event: "server.failed",
      actorPersonId: actor.personId,
      actorLabel: actor.name,
      organizationId: server.organizationId,
      folderId: server.folderId,
      correlationId: input.correlationId,
      detail: { server: server.name },
    });
  });
}
