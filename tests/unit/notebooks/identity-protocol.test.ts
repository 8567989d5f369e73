import { expect, test } from "vitest";
import { identityAnswer, judgeIdentityRequest } from "#lib/notebooks/identity-protocol.ts";

const path = "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com";

function judge(changed: { path?: string; method?: string; headers?: Record<string, string> } = {}) {
  const headers: Record<string, string> = changed.headers ?? { "x-identity-header": "token-of-a-server" };
  return judgeIdentityRequest({
    method: changed.method ?? "GET",
    url: new URL(changed.path ?? path, "http://identity"),
    header: (name) => headers[name] ?? null,
  });
}

const right = { "x-identity-header": "token-of-a-server" };

test("a request as Azure's SDKs send it is taken, in both versions of the protocol", () => {
  const taken = { ok: true, serverToken: "token-of-a-server", resource: "https://storage.azure.com" };
  expect(judge()).toEqual(taken);
  expect(judge({ headers: { secret: "token-of-a-server" } })).toEqual(taken);
});

test("without the header nothing is answered, nor with one that no Hub ever made", () => {
  expect(judge({ headers: {} })).toMatchObject({ ok: false, status: 401 });
  expect(judge({ headers: { "x-identity-header": "" } })).toMatchObject({ ok: false, status: 401 });
  expect(judge({ headers: { "x-identity-header": "x".repeat(600) } })).toMatchObject({
    ok: false,
    status: 401,
  });
});

test.each([
  { header: "x-forwarded-for", value: "10.0.0.1" },
  { header: "forwarded", value: "for=10.0.0.1" },
  { header: "via", value: "1.1 proxy" },
  { header: "origin", value: "http://127.0.0.1:4300" },
  { header: "sec-fetch-site", value: "same-site" },
])("a request that came through a proxy or a web page ($header) is refused, token or not", (foreign) => {
  const headers = { ...right, [foreign.header]: foreign.value };
  expect(judge({ headers })).toMatchObject({ ok: false, status: 403 });
});

test("only GET /msi/token is served", () => {
  expect(judge({ method: "POST" })).toMatchObject({ ok: false, status: 404 });
  expect(judge({ path: path.replace("/msi/token", "/metadata/identity/oauth2/token") })).toMatchObject({
    ok: false,
    status: 404,
  });
});

test.each(["client_id", "clientid", "object_id", "principal_id", "mi_res_id"])(
  "%s cannot choose another identity than the owner's",
  (name) => {
    expect(judge({ path: `${path}&${name}=x` })).toMatchObject({ ok: false, status: 400 });
  },
);

test("the resource is named exactly once", () => {
  expect(judge({ path: "/msi/token?api-version=2019-08-01" })).toMatchObject({ ok: false, status: 400 });
  expect(judge({ path: `${path}&resource=https://graph.microsoft.com` })).toMatchObject({
    ok: false,
    status: 400,
  });
});

test("the reported end is at most 15 minutes ahead, and never after the token's own", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const answerOf = (expiresAt: string) =>
    identityAnswer(
      { value: "token", expiresAt: new Date(expiresAt), resource: "https://storage.azure.com" },
      { now, clientId: "client" },
    );
  expect(answerOf("2026-11-21T13:20:00Z")).toMatchObject({
    expires_on: String(Date.parse("2026-11-21T12:15:00Z") / 1000),
    expires_in: "900",
    token_type: "Bearer",
  });
  expect(answerOf("2026-11-21T12:04:00Z")).toMatchObject({ expires_in: "240" });
});
