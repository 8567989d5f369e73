import type { IncomingMessage } from "node:http";
import type { Caller } from "#emulators/lake/access/caller.ts";
import type { Lake } from "#emulators/lake/lake.ts";
import type { Address, Api } from "#emulators/lake/wire/address.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** One request on its way through an operation. */
export type Call = {
  lake: Lake;
  request: IncomingMessage;
  address: Address;
  api: Api;
  caller: Caller;
  /** What the request log keeps of it. */
  facts: Facts;
};

export type HeaderValues = Record<string, string | number | undefined>;
/** An answer. A stream needs its length in bytes. */
export type Reply = {
  status: number;
  headers?: HeaderValues;
  body?: string | Buffer;
  stream?: { bytes: number; chunks: AsyncIterable<Buffer> };
};
type Operation = (call: Call) => Reply | Promise<Reply>;

/** A request header; an empty one counts as absent (Python sends `x-ms-source-lease-id:` so). */
export function headerOf(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  const text = Array.isArray(value) ? value.join(",") : value;
  return text === undefined || text === "" ? undefined : decodeLatin1(text);
}

/** Node reads header bytes as latin1; clients send UTF-8 there. */
function decodeLatin1(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  return Buffer.from(text, "latin1").toString("utf8");
}

/** A query value by its lower-case name; an empty one counts as absent. */
export function queryOf(call: Call, name: string): string | undefined {
  return call.address.query.get(name) || undefined;
}

/** An operation found by the request's shape, with its name for the log. */
export type Route = { name: string; operation: Operation };
