import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HeaderValues, Reply } from "#emulators/lake/call.ts";
import type { Api } from "#emulators/lake/wire/address.ts";
import { asBlobRefusal, type Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** What every answer carries besides its own headers. */
export type Envelope = { requestId: string; headers: HeaderValues };

/** Newest version of adls.md's clients; echoed when a request names none. */
const versionByDefault = "2021-08-06";

export function envelopeOf(request: IncomingMessage, cors: Record<string, string>): Envelope {
  const requestId = randomUUID();
  const one = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    requestId,
    headers: {
      server: "Lakeport-Lake-Emulator",
      "x-ms-request-id": requestId,
      "x-ms-version": one("x-ms-version") ?? versionByDefault,
      "x-ms-client-request-id": one("x-ms-client-request-id"),
      ...cors,
    },
  };
}

/** Sends an answer; a stream is piped with backpressure and cut when it fails midway. */
export async function sendReply(response: ServerResponse, envelope: Envelope, reply: Reply): Promise<void> {
  const isHead = response.req.method === "HEAD";
  const bytes = reply.stream ? reply.stream.bytes : Buffer.byteLength(reply.body ?? "");
  const headers: HeaderValues = { ...envelope.headers, "content-length": bytes, ...reply.headers };
  const isBare = reply.status === 304 || reply.status === 204;
  if (isBare) headers["content-length"] = undefined;
  writeHeaders(response, headers);
  response.statusCode = reply.status;
  if (isHead || isBare || bytes === 0) {
    response.end();
    return;
  }
  if (!reply.stream) {
    response.end(reply.body);
    return;
  }
  await pipeline(
    Readable.from(reply.stream.chunks, { objectMode: false, highWaterMark: 1 << 20 }),
    response,
  ).catch(() => response.destroy());
}

function writeHeaders(response: ServerResponse, headers: HeaderValues): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, headerText(value));
  }
}

/** UTF-8 as the bytes that Node writes for latin1; what no header may hold is left out. */
function headerText(value: string | number): string {
  const text = String(value).replace(/(?!\t)\p{Cc}/gu, "");
  return [...text].some((character) => character > "\u00ff")
    ? Buffer.from(text, "utf8").toString("latin1")
    : text;
}

/** A refusal in the words of its side: JSON for dfs, XML for blob, none on HEAD (adls.md 2.6). */
export function refusalReply(refusal: Refusal, api: Api, envelope: Envelope): Reply {
  const shown = api === "blob" ? asBlobRefusal(refusal) : refusal;
  const message = `${shown.message}\nRequestId:${envelope.requestId}\nTime:${new Date().toISOString()}`;
  const headers = { ...shown.headers, "x-ms-error-code": shown.code };
  if (shown.status === 304) return { status: 304, headers };
  if (api === "dfs") {
    const detail = Object.keys(shown.details).length > 0 ? { detail: shown.details } : {};
    const body = JSON.stringify({ error: { code: shown.code, message, ...detail } });
    return {
      status: shown.status,
      headers: { ...headers, "content-type": "application/json;charset=utf-8" },
      body,
    };
  }
  const details = Object.entries(shown.details)
    .map(([name, value]) => element(name, value))
    .join("");
  const body = xmlDocument(
    `<Error>${element("Code", shown.code)}${element("Message", message)}${details}</Error>`,
  );
  return { status: shown.status, headers: { ...headers, "content-type": "application/xml" }, body };
}
