import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type GraphResponse, unexpectedAnswer } from "#lib/entra/graph-error.ts";
import { graphAttemptsMax, retryDelayMs } from "#lib/entra/retry-delay.ts";
import { AppError } from "#lib/platform/errors.ts";

/** `path` starts with a slash and stands below the base URL; `body` is sent as JSON. */
export type GraphRequest = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  /** Needed by casts, $count and some filters. */
  isEventual?: boolean;
};

export type GraphClient = {
  /** The answer after retries of 429, 502, 503 and 504; throws only when there is none. */
  send(request: GraphRequest): Promise<GraphResponse>;
  /** All items of a list, page by page; refuses to follow a link to another origin with our token. */
  list(what: string, path: string): Promise<unknown[]>;
};

/** Where Graph is and who asks; the rest is exchanged in tests only. */
export type GraphSettings = {
  baseUrl: string;
  accessToken: () => Promise<string>;
  fetch?: typeof fetch;
  wait?: (milliseconds: number) => Promise<unknown>;
  chance?: () => number;
};

const timeoutMs = 20_000;
const page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().optional() });

/** A fetch wrapper for Graph v1.0: the SDK sends no token to a custom http host (seen with 3.0.7, 2026-11). */
export function createGraphClient(settings: GraphSettings): GraphClient {
  const send = (request: GraphRequest) => sendUrl(settings, `${settings.baseUrl}${request.path}`, request);
  return {
    send,
    list: async (what, path) => {
      const items: unknown[] = [];
      let url: string | null = `${settings.baseUrl}${path}`;
      while (url !== null) {
        const response: GraphResponse = await sendUrl(settings, url, { method: "GET", path });
        const read = readPage(what, response);
        items.push(...read.items);
        url = sameOrigin(settings.baseUrl, read.next);
      }
      return items;
    },
  };
}

/** The items of one page and the link to the next; a fault when the answer is no page. */
export function readPage(what: string, response: GraphResponse): { items: unknown[]; next: string | null } {
  const parsed = page.safeParse(response.body);
  if (response.status !== 200 || !parsed.success) {
    throw unexpectedAnswer(what, response);
  }
  return { items: parsed.data.value, next: parsed.data["@odata.nextLink"] ?? null };
}

/** The link when it stays at Graph's own origin; null for the last page; a fault otherwise. */
export function sameOrigin(baseUrl: string, next: string | null): string | null {
  if (next !== null && new URL(next).origin !== new URL(baseUrl).origin) {
    throw new AppError("directory_unavailable", `Graph's next page points to ${new URL(next).origin}.`);
  }
  return next;
}

async function sendUrl(settings: GraphSettings, url: string, request: GraphRequest): Promise<GraphResponse> {
  const chance = settings.chance ?? Math.random;
  for (let attempt = 1; attempt < graphAttemptsMax; attempt += 1) {
    const answer = await sendOnce(settings, url, request);
    const delayMs = retryDelayMs(answer, attempt, { date: new Date(), chance: chance() });
    if (delayMs === null) {
      return answer;
    }
    await (settings.wait ?? wait)(delayMs);
  }
  return sendOnce(settings, url, request);
}

async function sendOnce(settings: GraphSettings, url: string, request: GraphRequest): Promise<GraphResponse> {
  const headers = new Headers({
    authorization: `Bearer ${await settings.accessToken()}`,
    accept: "application/json",
    "client-request-id": crypto.randomUUID(),
  });
  if (request.body !== undefined) {
    headers.set("content-type", "application/json");
  }
  if (request.isEventual) {
    headers.set("consistencylevel", "eventual");
  }
  const response = await reach(settings, url, {
    method: request.method,
    headers,
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.status,
    body: parseJson(await response.text()),
    retryAfter: response.headers.get("retry-after"),
    requestId: response.headers.get("request-id"),
  };
}

async function reach(settings: GraphSettings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await (settings.fetch ?? fetch)(url, init);
  } catch (cause) {
    throw new AppError("directory_unavailable", "Graph does not answer.", { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
