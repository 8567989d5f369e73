import { expect, test } from "vitest";
import type { HubServer } from "#lib/hub/hub.ts";
import { judgeServers, type RecordedServer } from "#lib/notebooks/judge-servers.ts";

const now = new Date("2026-11-21T12:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

function recorded(changed: Partial<RecordedServer> = {}): RecordedServer {
  return {
    id: "1",
    name: "nb-1",
    hubUser: "p-anna",
    state: "running",
    createdAt: minutes(-60),
    delegatedUntil: minutes(60),
    mayGoOn: true,
    ...changed,
  };
}

function seen(changed: Partial<HubServer> = {}): HubServer {
  return {
    user: "p-anna",
    server: "nb-1",
    state: "running",
    startedAt: null,
    lastActivityAt: null,
    options: null,
    ...changed,
  };
}

const stopIt = [{ user: "p-anna", server: "nb-1" }];

test("a server that both know and that is entitled goes on", () => {
  expect(judgeServers([recorded()], [seen()], now)).toEqual({ ended: [], toStop: [] });
});

test("a running row whose server is gone (culled, crashed) ends", () => {
  const server = recorded();
  expect(judgeServers([server], [], now)).toEqual({ ended: [{ server, reason: "gone" }], toStop: [] });
});

test("a start under way is left alone, one that never came is ended", () => {
  const young = recorded({ state: "requested", createdAt: minutes(-1) });
  expect(judgeServers([young], [], now)).toEqual({ ended: [], toStop: [] });
  const old = recorded({ state: "starting", createdAt: minutes(-10) });
  expect(judgeServers([old], [], now).ended).toEqual([{ server: old, reason: "never_started" }]);
});

test.each([
  { what: "an ended delegation", delegatedUntil: null },
  { what: "a delegation whose time is over", delegatedUntil: minutes(-1) },
])("a server with $what is stopped at the Hub, its row ends", ({ delegatedUntil }) => {
  const server = recorded({ delegatedUntil });
  expect(judgeServers([server], [seen()], now)).toEqual({
    ended: [{ server, reason: "delegation_over" }],
    toStop: stopIt,
  });
});

test("a server of a person who was disabled or left is stopped, also while it starts", () => {
  const server = recorded({ mayGoOn: false, state: "starting", createdAt: minutes(-1) });
  expect(judgeServers([server], [seen({ state: "starting" })], now)).toEqual({
    ended: [{ server, reason: "person_left" }],
    toStop: stopIt,
  });
});

test("a server that no live row names is stopped: somebody else's row does not keep it", () => {
  expect(judgeServers([], [seen()], now).toStop).toEqual(stopIt);
  expect(judgeServers([recorded({ hubUser: "p-ben" })], [seen()], now).toStop).toEqual(stopIt);
});

test("what is stopping already is not asked to stop again", () => {
  expect(judgeServers([], [seen({ state: "stopping" })], now).toStop).toEqual([]);
});
