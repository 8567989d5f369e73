import type { Hub, HubServer } from "#lib/hub/hub.ts";
import { endServer } from "#lib/notebooks/end-server.ts";
import { judgeServers } from "#lib/notebooks/judge-servers.ts";
import { readRecordedServers } from "#lib/notebooks/recorded-servers.ts";
import { faultCode } from "#lib/platform/errors.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** What the worker needs of its services for this. */
export type ReconcileServices = Pick<WorkerServices, "db" | "clock" | "ids" | "log"> & { hub: Hub };

/** How much had to be put right. `unasked`: the Hub did not answer, nothing was judged. */
export type Reconciled =
  | { state: "reconciled"; ended: number; stopped: number }
  | { state: "unasked"; ended: 0; stopped: 0 };

/**
 * Makes records and Hub agree: rows whose server is gone (culled, crashed) end with their delegation, and servers at the
 * Hub that nothing entitles any more (signed out everywhere, delegation over, person left or disabled) are stopped.
 * Running it twice changes nothing more.
 */
export async function reconcileServers(services: ReconcileServices): Promise<Reconciled> {
  const observed = await observe(services);
  if (observed === null) {
    return { state: "unasked", ended: 0, stopped: 0 };
  }
  const recorded = await readRecordedServers(services);
  const { ended, toStop } = judgeServers(recorded, observed, services.clock.now());
  const correlationId = services.ids.uuid();
  for (const end of ended) {
    await endServer(services, { ...end, correlationId });
  }
  let stopped = 0;
  for (const ref of toStop) {
    const outcome = await services.hub.stopServer(ref);
    stopped += outcome.ok ? 1 : 0;
  }
  if (ended.length + toStop.length > 0) {
    services.log.info({ ended: ended.length, stopped, correlationId }, "notebook servers were put right");
  }
  return { state: "reconciled", ended: ended.length, stopped };
}

/** Null when the Hub does not answer: on a first start it comes up minutes after the worker. */
async function observe(services: ReconcileServices): Promise<HubServer[] | null> {
  try {
    return await services.hub.listServers();
  } catch (error) {
    if (faultCode(error) !== "hub_unavailable") {
      throw error;
    }
    services.log.debug({ err: error }, "the Hub does not answer");
    return null;
  }
}
