import { z } from "zod";
import type { HubOutcome, HubRefusal, HubServer, HubServerState, HubTokenOwner } from "#lib/hub/hub.ts";
import { AppError } from "#lib/platform/errors.ts";

/** What came back from the Hub: the status and the body as text. */
export type HubAnswer = { status: number; body: string };

const serverSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  stopped: z.boolean().optional(),
  pending: z.string().nullable().optional(),
  started: z.string().nullable().optional(),
  last_activity: z.string().nullable().optional(),
  user_options: z.record(z.string(), z.unknown()).nullable().optional(),
});
const userSchema = z.object({
  name: z.string(),
  servers: z.record(z.string(), serverSchema).nullable().optional(),
});
const ownerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), name: z.string(), scopes: z.array(z.string()) }),
  z.object({ kind: z.literal("service"), name: z.string(), scopes: z.array(z.string()) }),
]);

/** 201 made, 409 was there already: both are what was asked for. */
export function readEnsuredUser(answer: HubAnswer): HubOutcome<void> {
  return answer.status === 201 || answer.status === 409 ? done(undefined) : refusedOrFault(answer);
}

/** 204 deleted, 404 was not there. A 400 says that a server is still stopping. */
export function readForgottenUser(answer: HubAnswer): HubOutcome<void> {
  return answer.status === 204 || answer.status === 404 ? done(undefined) : refusedOrFault(answer);
}

/** 201 runs, 202 is starting; 400 with "already running" or "pending spawn" is the same, told as an error. */
export function readStarted(answer: HubAnswer): HubOutcome<"starting" | "running"> {
  const detail = messageOf(answer);
  if (answer.status === 202 || /pending spawn/i.test(detail)) {
    return done("starting");
  }
  if (answer.status === 201 || /already running/i.test(detail)) {
    return done("running");
  }
  if (/maximum of \d+ named servers/i.test(detail)) {
    return { ok: false, refusal: "too_many", detail };
  }
  return /pending stop/i.test(detail) ? { ok: false, refusal: "busy", detail } : refusedOrFault(answer);
}

/** 204 stopped, 202 is stopping, 404 was not there, 400 with "not running" was stopped before. */
export function readStopped(answer: HubAnswer): HubOutcome<"stopped" | "stopping"> {
  if (answer.status === 202 || /pending (stop|spawn)/i.test(messageOf(answer))) {
    return done("stopping");
  }
  if (answer.status === 204 || answer.status === 404 || /not running/i.test(messageOf(answer))) {
    return done("stopped");
  }
  return refusedOrFault(answer);
}

/** The servers in a user's model (`GET /users/{name}`); empty for an unknown user. */
export function readUserServers(answer: HubAnswer): HubServer[] {
  return answer.status === 404 ? [] : serversOf(userSchema.parse(bodyOf(answer)));
}

/** The servers in a page of users (`GET /users`). */
export function readUsersServers(answer: HubAnswer): HubServer[] {
  return z.array(userSchema).parse(bodyOf(answer)).flatMap(serversOf);
}

/** Whose token was presented (`GET /user` with that token); 401 and 403 mean that the Hub does not know it. */
export function readTokenOwner(answer: HubAnswer): HubTokenOwner | null {
  if (answer.status === 401 || answer.status === 403) {
    return null;
  }
  const { kind, name, scopes } = ownerSchema.parse(bodyOf(answer));
  return kind === "user" ? { kind, user: name, scopes } : { kind, service: name, scopes };
}

function serversOf(user: z.infer<typeof userSchema>): HubServer[] {
  return Object.values(user.servers ?? {}).map((server) => ({
    user: user.name,
    server: server.name,
    state: stateOf(server),
    startedAt: dateOf(server.started),
    lastActivityAt: dateOf(server.last_activity),
    options: server.user_options ?? null,
  }));
}

function stateOf(server: z.infer<typeof serverSchema>): HubServerState {
  if (server.pending === "spawn") {
    return "starting";
  }
  if (server.pending === "stop") {
    return "stopping";
  }
  return server.ready ? "running" : "stopped";
}

function dateOf(value: string | null | undefined): Date | null {
  return value ? new Date(value) : null;
}

function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

const refusals: Record<number, HubRefusal> = {
  400: "invalid",
  403: "forbidden",
  404: "absent",
  409: "busy",
  429: "busy",
};

function refusedOrFault(answer: HubAnswer): { ok: false; refusal: HubRefusal; detail: string } {
  const refusal = refusals[answer.status];
  if (refusal === undefined) {
    throw new AppError("hub_unavailable", `The Hub answered ${answer.status}: ${messageOf(answer)}`);
  }
  return { ok: false, refusal, detail: messageOf(answer) };
}

function bodyOf(answer: HubAnswer): unknown {
  if (answer.status !== 200) {
    throw new AppError("hub_unavailable", `The Hub answered ${answer.status}: ${messageOf(answer)}`);
  }
  return JSON.parse(answer.body);
}

function messageOf(answer: HubAnswer): string {
  try {
    const parsed = z.object({ message: z.string() }).safeParse(JSON.parse(answer.body));
    return parsed.success ? parsed.data.message : "";
  } catch {
    return answer.body.slice(0, 200);
  }
}
