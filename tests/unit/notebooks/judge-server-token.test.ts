import { expect, test } from "vitest";
import type { HubServer } from "#lib/hub/hub.ts";
import { isEntitled, judgeServerToken } from "#lib/notebooks/judge-server-token.ts";

const own = "custom:azure-token:read!server=p-anna/nb-1";
const identify = "read:users:name!user=p-anna";

test("a server's own token names that server", () => {
  const owner = { kind: "user", user: "p-anna", scopes: [identify, own] } as const;
  expect(judgeServerToken({ ...owner, scopes: [...owner.scopes] })).toEqual({
    ok: true,
    ref: { user: "p-anna", server: "nb-1" },
  });
});

test("a token that the Hub does not know is told apart from one that is no server's", () => {
  expect(judgeServerToken(null)).toEqual({ ok: false, refusal: "unknown_token" });
});

test.each([
  {
    what: "a person's own token without the scope",
    owner: { kind: "user", user: "p-anna", scopes: [identify] },
  },
  { what: "a token for another user's server", owner: { kind: "user", user: "p-ben", scopes: [own] } },
  {
    what: "the scope without a filter",
    owner: { kind: "user", user: "p-anna", scopes: ["custom:azure-token:read"] },
  },
  {
    what: "the scope for all of a user's servers",
    owner: { kind: "user", user: "p-anna", scopes: ["custom:azure-token:read!user=p-anna"] },
  },
  {
    what: "the scope for two servers",
    owner: { kind: "user", user: "p-anna", scopes: [own, "custom:azure-token:read!server=p-anna/nb-2"] },
  },
  { what: "a service with a server's scope", owner: { kind: "service", service: "portal", scopes: [own] } },
] as const)("$what gets nothing", ({ owner }) => {
  expect(judgeServerToken({ ...owner, scopes: [...owner.scopes] })).toEqual({
    ok: false,
    refusal: "not_a_server",
  });
});

test("only a server that runs or starts may have a token", () => {
  const server = (state: HubServer["state"]): HubServer => ({
    user: "p-anna",
    server: "nb-1",
    state,
    startedAt: null,
    lastActivityAt: null,
    options: null,
  });
  expect(isEntitled(server("running"))).toBe(true);
  expect(isEntitled(server("starting"))).toBe(true);
  expect(isEntitled(server("stopping"))).toBe(false);
  expect(isEntitled(server("stopped"))).toBe(false);
  expect(isEntitled(null)).toBe(false);
});
