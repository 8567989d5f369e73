import type { IncomingMessage, ServerResponse } from "node:http";

/** What a handler adds to its request's line: names and ids, never a token, code, key or secret. */
export type Facts = Record<string, string | number | boolean | null | undefined>;

/** One answered request. `path` has no query, because queries carry codes. */
export type RequestLine = {
  number: number;
  time: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
} & Facts;

/** A ring buffer of answered requests, each also written as one JSON line to `write`. */
export type RequestLog = {
  /** Starts a line that is kept when the response ends; the handler fills in facts until then. */
  watch: (request: IncomingMessage, response: ServerResponse) => Facts;
  /** The kept lines after a number (0: all), oldest first. */
  since: (number: number) => RequestLine[];
  clear: () => void;
};

/** Makes a request log that keeps the newest `linesMax` lines. */
export function createRequestLog(linesMax: number, write?: (line: string) => void): RequestLog {
  const lines: RequestLine[] = [];
  let count = 0;
  const keep = (line: RequestLine): void => {
    lines.push(line);
    if (lines.length > linesMax) lines.splice(0, lines.length - linesMax);
    write?.(`${JSON.stringify(line)}\n`);
  };
  return {
    watch: (request, response) => {
      const facts: Facts = {};
      const begin = performance.now();
      const time = new Date().toISOString();
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
      response.once("close", () => {
        count += 1;
        const durationMs = Math.round((performance.now() - begin) * 10) / 10;
        const method = request.method ?? "GET";
        keep({ number: count, time, method, path, status: response.statusCode, durationMs, ...facts });
      });
      return facts;
    },
    since: (number) => lines.filter((line) => line.number > number),
    clear: () => void lines.splice(0),
  };
}
