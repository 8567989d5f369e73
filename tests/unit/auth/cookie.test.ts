import { expect, test } from "vitest";
import {
  attemptCookieName,
  readCookie,
  sessionCookieName,
  setCookieHeader,
  surplusAttempts,
} from "#lib/auth/cookie.ts";

const https = "https://portal.example";
const http = "http://localhost:3000";

test("on https the session's cookie has the host prefix and is Secure; on loopback http it has neither", () => {
  expect(sessionCookieName(https)).toBe("__Host-lakeport-session");
  expect(sessionCookieName(http)).toBe("lakeport-session");
  const cookie = { name: "n", value: "v", maxAgeSeconds: 60 };
  expect(setCookieHeader(https, cookie)).toBe("n=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
  expect(setCookieHeader(http, cookie)).toBe("n=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
});

test("each attempt has a cookie of its own, whose name carries only harmless characters", () => {
  expect(attemptCookieName(https, "aB1-_x")).toBe("__Host-lakeport-sign-in-aB1x");
  expect(attemptCookieName(http, "one")).not.toBe(attemptCookieName(http, "two"));
  expect(attemptCookieName(http, "x=1; Domain=evil")).toBe("lakeport-sign-in-x1Domainevil");
});

test("a cookie is found by its whole name", () => {
  const header = "a=1; xlakeport-session=no; lakeport-session=yes=yes; b=2";
  expect(readCookie(header, "lakeport-session")).toBe("yes=yes");
  expect(readCookie(header, "session")).toBeNull();
  expect(readCookie(null, "a")).toBeNull();
});

test("attempts begun over and over do not pile up: the fourth is the last that is kept", () => {
  const jar = (count: number) =>
    ["lakeport-session=s", ...Array.from({ length: count }, (_, at) => `lakeport-sign-in-${at}=x`)].join(
      "; ",
    );
  expect(surplusAttempts(http, jar(3))).toEqual([]);
  expect(surplusAttempts(http, jar(4))).toEqual([0, 1, 2, 3].map((at) => `lakeport-sign-in-${at}`));
  expect(surplusAttempts(https, jar(4))).toEqual([]);
  expect(surplusAttempts(http, null)).toEqual([]);
});
