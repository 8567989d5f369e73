import { type ApiCall, asActor } from "#app/api-actor.ts";
import { followServer } from "#lib/notebooks/follow-server.ts";
import { isServerId } from "#lib/notebooks/notebook-server.ts";
import { findServer, serverAddress } from "#lib/notebooks/queries.ts";
import { faultCode } from "#lib/platform/errors.ts";
import { problemResponse } from "#lib/platform/problem.ts";

export const dynamic = "force-dynamic";

/**
 * A start's progress as server-sent events: `{percent, message, state}` each; with state `ready` also `address`, where the
 * browser enters. The stream ends after `ready` or `failed`; an event `fault` means: try again.
 */
export function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return asActor(request, async (call) => {
    const { id } = await context.params;
    const server = isServerId(id) ? await findServer(call.services, call.actor, id) : null;
    if (server === null) {
      const title = "There is no such notebook server of yours.";
      return problemResponse({ status: 404, code: "absent", title, correlationId: call.correlationId });
    }
    return new Response(streamOf(events(call, { serverId: id, signal: request.signal })), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        // no-transform: a compressing proxy would hold the events back.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  });
}

async function* events(
  { services, actor, correlationId }: ApiCall,
  followed: { serverId: string; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const step of followServer(services, actor, { ...followed, correlationId })) {
      const isReady = step.state === "ready";
      const address = isReady ? await serverAddress(services, actor, followed.serverId) : null;
      yield encoder.encode(`data: ${JSON.stringify({ ...step, ...(address !== null && { address }) })}\n\n`);
    }
  } catch (error) {
    services.log.warn({ err: error, correlationId }, "a start could not be followed further");
    yield encoder.encode(
      `event: fault\ndata: ${JSON.stringify({ code: faultCode(error), correlationId })}\n\n`,
    );
  }
}

/** Asks for the next event only when the browser took the last one, and lets go when it leaves. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const next = await chunks.next();
      if (next.done) {
        controller.close();
      } else {
        controller.enqueue(next.value);
      }
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}
