import type { Actor } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import type { HubProgress } from "#lib/hub/hub.ts";
import { failServer } from "#lib/notebooks/fail-server.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { serverRef } from "#lib/notebooks/notebook-server.ts";
import type { Services } from "#lib/platform/services.ts";

export type FollowServer = { serverId: string; correlationId: string; signal?: AbortSignal };

/**
 * The Hub's own progress of a start, live, and the row kept in step with it. Ends after `ready` or `failed`; nothing at
 * all for a server that is not the actor's.
 */
export async function* followServer(
  services: Services,
  actor: Actor,
  input: FollowServer,
): AsyncGenerator<HubProgress> {
  const server = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.findFirst({
      where: { id: input.serverId, personId: actor.personId },
      select: { name: true, state: true, failure: true },
    }),
  );
  if (server === null) {
    return;
  }
  if (server.state === "failed" || server.state === "stopped") {
    const message = server.failure ?? "This notebook server was stopped.";
    yield { percent: 100, message, state: "failed" };
    return;
  }
  for await (const step of services.hub.progress(serverRef(hubUserName(actor), server), input.signal)) {
    if (step.state === "ready") {
      await recordRunning(services, actor, input.serverId);
    }
    if (step.state === "failed") {
      await failServer(services, actor, { ...input, failure: step.message });
    }
    yield step;
  }
}

async function recordRunning(services: Services, actor: Actor, serverId: string): Promise<void> {
  await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.updateMany({
      where: { id: serverId, personId: actor.personId, state: { in: ["requested", "starting"] } },
      data: { state: "running", startedAt: services.clock.now() },
    }),
  );
}
