import type { Actor } from "#lib/auth/actor.ts";
import { aliveStates } from "#lib/notebooks/notebook-server.ts";
import { stopServer } from "#lib/notebooks/stop-server.ts";
import type { Services } from "#lib/platform/services.ts";

/**
 * Stops everything that runs of the actor. In the database all of it has ended when this returns; what the Hub did not
 * confirm is counted, and `reconcileServers` stops it later.
 */
export async function stopServers(
  services: Services,
  actor: Actor,
  input: { correlationId: string },
): Promise<{ stopped: number; unconfirmed: number }> {
  const { personId } = actor;
  const scope = { personId, organizationIds: [], isPlatformAdmin: false };
  const alive = await services.db.within(scope, (transaction) =>
    transaction.notebookServer.findMany({
      where: { personId, state: { in: [...aliveStates] } },
      select: { id: true },
    }),
  );
  const outcomes = await Promise.allSettled(
    alive.map(({ id }) => stopServer(services, actor, { serverId: id, correlationId: input.correlationId })),
  );
  const stopped = outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value.ok).length;
  const unconfirmed = outcomes.length - stopped;
  if (unconfirmed > 0) {
    services.log.warn({ unconfirmed, correlationId: input.correlationId }, "the Hub confirmed no stop");
  }
  return { stopped, unconfirmed };
}
