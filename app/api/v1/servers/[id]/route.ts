import { asActor } from "#app/api-actor.ts";
import { isServerId } from "#lib/notebooks/notebook-server.ts";
import { findServer } from "#lib/notebooks/queries.ts";
import { stopServer } from "#lib/notebooks/stop-server.ts";
import { problemResponse } from "#lib/platform/problem.ts";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** One of the asker's own notebook servers; 404 for everybody else's. */
export function GET(request: Request, context: Context): Promise<Response> {
  return asActor(request, async ({ services, actor, correlationId }) => {
    const { id } = await context.params;
    const server = isServerId(id) ? await findServer(services, actor, id) : null;
    return server === null
      ? absent(correlationId)
      : Response.json(server, { headers: { "cache-control": "no-store" } });
  });
}

/** Stops it: 204, also when it had stopped before. Its right to act as its owner ends at once. */
export function DELETE(request: Request, context: Context): Promise<Response> {
  return asActor(request, async ({ services, actor, correlationId }) => {
    const { id } = await context.params;
    if (!isServerId(id)) {
      return absent(correlationId);
    }
    const stopped = await stopServer(services, actor, { serverId: id, correlationId });
    if (stopped.ok) {
      return new Response(null, { status: 204 });
    }
    return stopped.refusal === "absent" ? absent(correlationId) : busy(correlationId);
  });
}

function absent(correlationId: string): Response {
  const title = "There is no such notebook server of yours.";
  return problemResponse({ status: 404, code: "absent", title, correlationId });
}

function busy(correlationId: string): Response {
  return problemResponse({
    status: 409,
    code: "hub_busy",
    title: "The Hub is still busy with this server.",
    detail: "Its right to act as you has ended. Try again in a few seconds.",
    correlationId,
  });
}
