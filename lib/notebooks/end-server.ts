import { recordEvent } from "#lib/audit/record-event.ts";
import type { EndReason } from "#lib/notebooks/judge-servers.ts";
import { aliveStates } from "#lib/notebooks/notebook-server.ts";
import type { WorkerServer } from "#lib/notebooks/recorded-servers.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

type EndingServer = { server: WorkerServer; reason: EndReason; correlationId: string };

const words: Record<EndReason, string | null> = {
  gone: null,
  never_started: "It did not start in time. Start it again.",
  delegation_over: null,
  person_left: null,
};

/** Ends a recorded server in the worker's name, with its delegation and what that held; ending it twice is harmless. */
export async function endServer(
  services: Pick<WorkerServices, "db" | "clock" | "ids">,
  ending: EndingServer,
): Promise<void> {
  const { server, reason, correlationId } = ending;
  const scope = { personId: null, organizationIds: [server.organizationId], isPlatformAdmin: false };
  const failure = words[reason];
  await services.db.within(scope, async (transaction) => {
    const ended = await transaction.notebookServer.updateMany({
      where: { id: server.id, state: { in: [...aliveStates] } },
      data: { state: failure === null ? "stopped" : "failed", failure, stoppedAt: services.clock.now() },
    });
    const wasDelegated = await endItsDelegation(transaction, services, server.id);
    const base = {
      actorPersonId: null,
      actorLabel: "worker",
      organizationId: server.organizationId,
      subjectPersonId: server.personId,
      correlationId,
    };
    if (ended.count > 0) {
      const event = failure === null ? "server.stopped" : "server.failed";
      const detail = { server: server.name, reason };
      await recordEvent(transaction, services, { ...base, event, folderId: server.folderId, detail });
    }
    if (wasDelegated) {
      const detail = { server: server.id, reason };
      await recordEvent(transaction, services, { ...base, event: "delegation.ended", detail });
    }
  });
}

async function endItsDelegation(
  transaction: Transaction,
  services: Pick<WorkerServices, "clock">,
  serverId: string,
): Promise<boolean> {
  const live = await transaction.delegation.findFirst({
    where: { serverId, endedAt: null },
    select: { id: true, cacheId: true },
  });
  if (live === null) {
    return false;
  }
  await transaction.delegation.updateMany({
    where: { id: live.id, endedAt: null },
    data: { endedAt: services.clock.now() },
  });
  if (live.cacheId !== null) {
    await transaction.$executeRaw`DELETE FROM sealed_cache WHERE id = ${live.cacheId}::uuid`;
  }
  return true;
}
