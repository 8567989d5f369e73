import { z } from "zod";
import type { HubProgress } from "#lib/hub/hub.ts";

const eventSchema = z.object({
  progress: z.number().optional(),
  message: z.string().optional(),
  ready: z.boolean().optional(),
  failed: z.boolean().optional(),
});

/**
 * Reads JupyterHub's progress stream: server-sent events with one `data:` line of JSON each, and empty keep-alives
 * between them. Chunks may split anywhere, inside a character too.
 */
export async function* progressEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<HubProgress> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = readProgressLine(line);
      if (event !== null) {
        yield event;
      }
    }
  }
}

/** One line of the stream as a step; null for everything that carries none. */
export function readProgressLine(line: string): HubProgress | null {
  if (!line.startsWith("data:")) {
    return null;
  }
  const event = eventSchema.parse(JSON.parse(line.slice("data:".length)));
  return {
    percent: Math.round(event.progress ?? 0),
    message: event.message ?? "",
    state: event.failed ? "failed" : event.ready ? "ready" : "starting",
  };
}
