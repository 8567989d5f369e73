import { expect, test } from "vitest";
import { sessionStanding } from "#lib/auth/session-times.ts";

const now = new Date("2026-11-21T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const session = (change: object) => ({ lastSeenAt: ago(1), expiresAt: ago(-100), endedAt: null, ...change });

test.each([
  [{}, "live"],
  [{ lastSeenAt: ago(60) }, "live_unrecorded"],
  [{ lastSeenAt: ago(3599) }, "live_unrecorded"],
  [{ lastSeenAt: ago(3600) }, "idle"],
  [{ expiresAt: now }, "over"],
  [{ expiresAt: ago(1), lastSeenAt: ago(0) }, "over"],
  [{ endedAt: ago(10), lastSeenAt: ago(0) }, "ended"],
  [{ lastSeenAt: ago(-5) }, "live"],
])("%j is %s", (change, standing) => {
  expect(sessionStanding(session(change), now)).toBe(standing);
});
