import type { Hub, HubProgress, HubServerRef } from "#lib/hub/hub.ts";
import {
  type HubAnswer,
  readEnsuredUser,
  readForgottenUser,
  readStarted,
  readStopped,
  readTokenOwner,
  readUserServers,
  readUsersServers,
} from "#lib/hub/hub-answers.ts";
import { progressEvents } from "#lib/hub/progress-events.ts";
import { AppError } from "#lib/platform/errors.ts";

export type HubSettings = {
  /** The Hub's API behind its proxy, without a trailing slash. */
  apiUrl: string;
  /** Token of the Hub service `portal`. */
  token: string;
};

type Send = { method?: string; token?: string; body?: unknown; signal?: AbortSignal };

const callTimeoutMs = 20_000;
/** The Hub's own page size limit is 200 (`api_page_max_limit`). */
const usersPerPage = 200;

/** The Hub over its REST API (JupyterHub 6, https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html). */
export function createHub(settings: HubSettings): Hub {
  const ask = (path: string, how: Send = {}) => sendToHub(settings, path, how);
  return {
    ensureUser: async (user) => readEnsuredUser(await ask(userPath(user), { method: "POST" })),
    forgetUser: async (user) => readForgottenUser(await ask(userPath(user), { method: "DELETE" })),
    startServer: async (ref, options) =>
      readStarted(await ask(serverPath(ref), { method: "POST", body: { user_options: options } })),
    progress: (ref, signal) => followProgress(settings, ref, signal),
    stopServer: async (ref) =>
      readStopped(await ask(serverPath(ref), { method: "DELETE", body: { remove: true } })),
    findServer: async (ref) => {
      const servers = readUserServers(await ask(`${userPath(ref.user)}?include_stopped_servers=1`));
      return servers.find((server) => server.server === ref.server) ?? null;
    },
    listServers: async (user) =>
      user === undefined ? await listEverybodys(settings) : readUserServers(await ask(userPath(user))),
    identifyToken: async (token) => readTokenOwner(await ask("/user", { token })),
    ping: async () => {
      const began = performance.now();
      readOk(await ask("/"));
      return performance.now() - began;
    },
  };
}

function userPath(user: string): string {
  return `/users/${encodeURIComponent(user)}`;
}

function serverPath({ user, server }: HubServerRef): string {
  return `${userPath(user)}/servers/${encodeURIComponent(server)}`;
}

/** Sends one request and returns what came back, whatever it says; throws `hub_unavailable` when nothing did. */
export async function sendToHub(settings: HubSettings, path: string, how: Send): Promise<HubAnswer> {
  const response = await request(settings, path, {
    ...how,
    signal: how.signal ?? AbortSignal.timeout(callTimeoutMs),
  });
  return { status: response.status, body: await response.text() };
}

async function request(settings: HubSettings, path: string, how: Send): Promise<Response> {
  try {
    return await fetch(`${settings.apiUrl}${path}`, {
      method: how.method ?? "GET",
      headers: {
        authorization: `token ${how.token ?? settings.token}`,
        "content-type": "application/json",
      },
      body: how.body === undefined ? undefined : JSON.stringify(how.body),
      redirect: "error",
      signal: how.signal,
    });
  } catch (cause) {
    throw new AppError("hub_unavailable", "The Hub does not answer.", { cause });
  }
}

async function* followProgress(
  settings: HubSettings,
  ref: HubServerRef,
  signal: AbortSignal | undefined,
): AsyncGenerator<HubProgress> {
  const response = await request(settings, `${serverPath(ref)}/progress`, { signal });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    yield { percent: 100, message: "The server is not starting.", state: "failed" };
    return;
  }
  try {
    yield* progressEvents(chunksOf(response.body));
  } catch (cause) {
    if (!signal?.aborted) {
      throw new AppError("hub_unavailable", "The Hub's progress broke off.", { cause });
    }
  }
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    await reader.cancel();
  }
}

async function listEverybodys(settings: HubSettings) {
  const servers = [];
  for (let offset = 0; ; offset += usersPerPage) {
    // `state=active`: only users with a server that is not stopped.
    const path = `/users?state=active&limit=${usersPerPage}&offset=${offset}`;
    const answer = await sendToHub(settings, path, {});
    const page = readUsersServers(answer);
    servers.push(...page);
    if (page.length === 0) {
      return servers;
    }
  }
}

function readOk(answer: HubAnswer): void {
  if (answer.status !== 200) {
    throw new AppError("hub_unavailable", `The Hub answered ${answer.status}.`);
  }
}
