import { describe, expect, it } from "vitest";
import {
  readEnsuredUser,
  readForgottenUser,
  readStarted,
  readStopped,
  readTokenOwner,
  readUserServers,
} from "#lib/hub/hub-answers.ts";
import { AppError } from "#lib/platform/errors.ts";

const message = (status: number, text: string) => ({
  status,
  body: JSON.stringify({ status, message: text }),
});

describe("a start", () => {
  it.each([
    [{ status: 202, body: "" }, "starting"],
    [{ status: 201, body: "" }, "running"],
    [message(400, "u-anna:s1 is pending spawn"), "starting"],
    [message(400, "u-anna:s1 is already running"), "running"],
  ])("that is under way or done counts as asked for: %j", (answer, value) => {
    expect(readStarted(answer)).toEqual({ ok: true, value });
  });

  it("beyond the limit is told apart from a wrong one", () => {
    const limit = message(
      400,
      "User u-anna already has the maximum of 5 named servers.  One must be deleted",
    );
    expect(readStarted(limit)).toMatchObject({ ok: false, refusal: "too_many" });
    expect(readStarted(message(400, "Invalid server_name: A"))).toMatchObject({
      ok: false,
      refusal: "invalid",
    });
    expect(readStarted(message(400, "u-anna:s1 is pending stop"))).toMatchObject({
      ok: false,
      refusal: "busy",
    });
  });

  it("that the Hub cannot carry out is a fault, not a refusal", () => {
    expect(() => readStarted(message(500, "boom"))).toThrow(AppError);
    expect(() => readStarted(message(503, "Service Unavailable"))).toThrow(AppError);
  });
});

describe("a stop", () => {
  it.each([
    [{ status: 204, body: "" }, "stopped"],
    [{ status: 404, body: "{}" }, "stopped"],
    [message(400, "u-anna:s1 is not running"), "stopped"],
    [{ status: 202, body: "" }, "stopping"],
  ])("may be repeated: %j", (answer, value) => {
    expect(readStopped(answer)).toEqual({ ok: true, value });
  });
});

describe("a Hub user", () => {
  it("may be ensured and forgotten again and again", () => {
    expect(readEnsuredUser({ status: 201, body: "{}" }).ok).toBe(true);
    expect(readEnsuredUser(message(409, "User u-anna already exists")).ok).toBe(true);
    expect(readForgottenUser({ status: 204, body: "" }).ok).toBe(true);
    expect(readForgottenUser({ status: 404, body: "" }).ok).toBe(true);
    expect(readEnsuredUser(message(403, "no")).ok).toBe(false);
  });
});

describe("a token", () => {
  it("that the Hub does not know has no owner", () => {
    expect(readTokenOwner({ status: 403, body: "" })).toBeNull();
    expect(readTokenOwner({ status: 401, body: "" })).toBeNull();
  });

  it("of a service is not taken for a person's", () => {
    const body = JSON.stringify({ kind: "service", name: "portal", scopes: ["servers"] });
    expect(readTokenOwner({ status: 200, body })).toEqual({
      kind: "service",
      service: "portal",
      scopes: ["servers"],
    });
  });

  it("is not judged while the Hub is down", () => {
    expect(() => readTokenOwner({ status: 502, body: "Bad gateway" })).toThrow(AppError);
  });
});

describe("a user's servers", () => {
  const server = {
    name: "s1",
    ready: false,
    pending: null,
    started: null,
    last_activity: null,
    user_options: {},
  };
  const state = (changed: object) => {
    const body = JSON.stringify({ name: "u-anna", servers: { s1: { ...server, ...changed } } });
    return readUserServers({ status: 200, body })[0]?.state;
  };

  it.each([
    [{ ready: true }, "running"],
    [{ pending: "spawn" }, "starting"],
    [{ ready: true, pending: "stop" }, "stopping"],
    [{ stopped: true }, "stopped"],
  ])("have a state in our words: %j", (changed, expected) => {
    expect(state(changed)).toBe(expected);
  });

  it("are none for a user that the Hub does not know", () => {
    expect(readUserServers({ status: 404, body: "{}" })).toEqual([]);
  });
});
