import type { HubServer, HubServerRef } from "#lib/hub/hub.ts";

/** A server that our records take for alive, with what must hold for it to go on. */
export type RecordedServer = {
  id: string;
  /** Name of the Hub's named server. */
  name: string;
  hubUser: string;
  state: "requested" | "starting" | "running";
  createdAt: Date;
  /** Until when its delegation holds; null when it has ended or was never given. */
  delegatedUntil: Date | null;
  /** The person is redeemed and still one of the organization's (or operates the portal). */
  mayGoOn: boolean;
};

/** Why a recorded server has to end. */
export type EndReason = "gone" | "never_started" | "delegation_over" | "person_left";

/** What to do so that records and Hub agree: which rows end and why, and which servers the Hub has to stop. */
export type ServerVerdict<S extends RecordedServer> = {
  ended: { server: S; reason: EndReason }[];
  toStop: HubServerRef[];
};

/** A start takes at most the Hub's own 60 seconds; until then a row without a server is a start under way. */
const startUnderWayMs = 3 * 60_000;

/** Compares what is recorded with what the Hub has; `observed` must have been asked before the records were read. */
export function judgeServers<S extends RecordedServer>(
  recorded: readonly S[],
  observed: readonly HubServer[],
  now: Date,
): ServerVerdict<S> {
  const ended = recorded.flatMap((server) => {
    const seen = observed.find((one) => isSame(one, server));
    const reason = reasonToEnd(server, { isSeen: seen !== undefined, now });
    return reason === null ? [] : [{ server, reason }];
  });
  const kept = recorded.filter((server) => !ended.some((end) => end.server === server));
  const toStop = observed
    .filter((one) => one.state !== "stopping" && one.state !== "stopped")
    .filter((one) => !kept.some((server) => isSame(one, server)))
    .map(({ user, server }) => ({ user, server }));
  return { ended, toStop };
}

function reasonToEnd(server: RecordedServer, at: { isSeen: boolean; now: Date }): EndReason | null {
  if (!server.mayGoOn) {
    return "person_left";
  }
  const isYoung = at.now.getTime() - server.createdAt.getTime() < startUnderWayMs;
  if (server.state !== "running" && isYoung) {
    return null;
  }
  if (!at.isSeen) {
    return server.state === "running" ? "gone" : "never_started";
  }
  return server.delegatedUntil === null || server.delegatedUntil <= at.now ? "delegation_over" : null;
}

function isSame(one: HubServerRef, server: RecordedServer): boolean {
  return one.user === server.hubUser && one.server === server.name;
}
