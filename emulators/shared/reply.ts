import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

const bodyBytesMax = 4 * 1024 * 1024;

/** Ends a response with JSON; nothing here may be cached unless a header says so. */
export function sendJson(
  response: ServerResponse,
  status: number,
  content: { body: unknown; headers?: OutgoingHttpHeaders },
): void {
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...content.headers,
  };
  response.writeHead(status, headers).end(JSON.stringify(content.body));
}

/** Reads a small request body as text; a body above 4 MiB is a fault. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += piece.length;
    if (bytes > bodyBytesMax) throw new Error("The request body is above 4 MiB.");
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body of an unknown route: 501, naming what this emulator does not do. */
export function notEmulated(feature: string): { error: { code: string; message: string } } {
  return { error: { code: "NotEmulated", message: `The local emulator does not support: ${feature}` } };
}
