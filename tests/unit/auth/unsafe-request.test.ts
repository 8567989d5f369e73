import { describe, expect, test } from "vitest";
import { judgeUnsafeRequest, refuseUnsafeRequest } from "#lib/auth/unsafe-request.ts";

const portal = "https://portal.example";

function judge(method: string, headers: Record<string, string>, pathname = "/api/v1/grants") {
  return judgeUnsafeRequest({ method, pathname, header: (name) => headers[name] ?? null }, portal);
}

test.each(["GET", "HEAD", "OPTIONS"])("%s passes from anywhere", (method) => {
  expect(judge(method, { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).toEqual({
    ok: true,
  });
});

describe.each(["POST", "PUT", "PATCH", "DELETE"])("%s", (method) => {
  test("from the portal's own page passes, with or without the browser's word on the site", () => {
    expect(judge(method, { origin: portal, "sec-fetch-site": "same-origin", cookie: "s=1" })).toEqual({
      ok: true,
    });
    expect(judge(method, { origin: portal, cookie: "s=1" })).toEqual({ ok: true });
  });

  test.each([
    ["without an origin", { cookie: "s=1" }, "origin_missing"],
    ["with nothing at all", {}, "origin_missing"],
    ["from elsewhere", { origin: "https://evil.example", cookie: "s=1" }, "origin_foreign"],
    ["from the null origin", { origin: "null", cookie: "s=1" }, "origin_foreign"],
    ["from another port", { origin: "https://portal.example:8443", cookie: "s=1" }, "origin_foreign"],
    ["over http", { origin: "http://portal.example", cookie: "s=1" }, "origin_foreign"],
    ["from a subdomain", { origin: "https://a.portal.example", cookie: "s=1" }, "origin_foreign"],
    [
      "same site only",
      { origin: portal, "sec-fetch-site": "same-site", cookie: "s=1" },
      "fetch_site_foreign",
    ],
    ["cross site", { origin: portal, "sec-fetch-site": "cross-site", cookie: "s=1" }, "fetch_site_foreign"],
    ["by nobody's page", { origin: portal, "sec-fetch-site": "none", cookie: "s=1" }, "fetch_site_foreign"],
    ["a bearer token beside a cookie", { authorization: "Bearer x", cookie: "s=1" }, "origin_missing"],
    ["another scheme", { authorization: "Basic x" }, "origin_missing"],
    ["an empty bearer token", { authorization: "Bearer " }, "origin_missing"],
  ])("%s is refused", (_, headers, code) => {
    expect(judge(method, headers as Record<string, string>)).toEqual({ ok: false, code });
  });

  test("with a bearer token and no cookie passes without an origin", () => {
    expect(judge(method, { authorization: "Bearer x" })).toEqual({ ok: true });
  });
});

test("the Hub's own POST for a token passes without an origin; with a cookie, elsewhere or by another method it does not", () => {
  const path = "/api/hub-oauth/token";
  expect(judge("POST", {}, path)).toEqual({ ok: true });
  expect(judge("POST", { cookie: "s=1" }, path)).toMatchObject({ ok: false });
  expect(judge("DELETE", {}, path)).toMatchObject({ ok: false });
  expect(judge("POST", {}, `${path}/x`)).toMatchObject({ ok: false });
  expect(judge("POST", {}, "/api/hub-oauth/authorize")).toMatchObject({ ok: false });
});

test("methods that nobody needs are refused", () => {
  expect(judge("TRACE", { origin: portal })).toEqual({ ok: false, code: "method_refused" });
  expect(judge("PROPFIND", { authorization: "Bearer x" })).toEqual({ ok: false, code: "method_refused" });
});

test("the refusal is a problem with the correlation id; what passes gives null", async () => {
  const facts = { origin: portal, correlationId: "correlation-1" };
  const refused = refuseUnsafeRequest(new Request(`${portal}/x`, { method: "POST" }), facts);
  expect(refused?.status).toBe(403);
  expect(refused?.headers.get("content-type")).toBe("application/problem+json");
  expect(await refused?.json()).toMatchObject({ code: "origin_missing", correlationId: "correlation-1" });
  expect(refuseUnsafeRequest(new Request(`${portal}/x`), facts)).toBeNull();
});
