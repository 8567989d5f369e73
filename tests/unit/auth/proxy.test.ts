import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NextRequest } from "next/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { config, proxy } from "#proxy.ts";
import { tenantId } from "#tests/cast.ts";

const portal = "http://localhost:3000";
const root = join(import.meta.dirname, "../../..");

beforeAll(() => {
  const settings = {
    PORTAL_ORIGIN: portal,
    DATABASE_URL: "postgresql://nobody@localhost/none",
    SEAL_KEYS: `k:${Buffer.alloc(32).toString("base64url")}`,
    ALLOW_EMULATORS: "1",
    ENTRA_TENANT_ID: tenantId,
    ENTRA_CLIENT_ID: tenantId,
    LAKE_ACCOUNT: "lakeportlocal",
    LAKE_URL: "https://127.0.0.1:4243/lakeportlocal",
    LAKE_BLOB_URL: "https://127.0.0.1:4243/lakeportlocal",
    LAKE_BROWSER_URL: "http://127.0.0.1:4200/lakeportlocal",
  };
  for (const [name, value] of Object.entries(settings)) {
    vi.stubEnv(name, value);
  }
});

const send = (path: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
  proxy(new NextRequest(portal + path, init));

test("a page gets a nonce of its own on every request, the same in the reply's policy and in what the page is told", () => {
  const [first, second] = [send("/contoso/data?x=1"), send("/contoso/data?x=1")];
  const nonceOf = (reply: Response) =>
    /'nonce-([^']+)'/.exec(reply.headers.get("content-security-policy") ?? "")?.[1];
  expect(nonceOf(first)).toMatch(/^[\w-]{24}$/);
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(first.headers.get("x-middleware-request-x-nonce")).toBe(nonceOf(first));
  expect(first.headers.get("x-middleware-request-content-security-policy")).toContain(String(nonceOf(first)));
  expect(first.headers.get("x-middleware-request-x-lakeport-path")).toBe("/contoso/data?x=1");
});

test("the browser may reach the lake and Entra besides the portal, and nothing else", () => {
  const policy = send("/").headers.get("content-security-policy");
  expect(policy).toContain("connect-src 'self' http://127.0.0.1:4200 https://login.microsoftonline.com;");
});

test("what a caller claims to be set by the proxy is overwritten", () => {
  const headers = {
    "x-nonce": "mine",
    "x-lakeport-path": "//evil.example",
    "content-security-policy": "none",
  };
  const reply = send("/here", { headers });
  expect(reply.headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
  expect(reply.headers.get("x-middleware-request-x-lakeport-path")).toBe("/here");
  expect(reply.headers.get("x-middleware-request-content-security-policy")).not.toBe("none");
});

test("a harmless correlation id is kept and told to page and caller; any other is replaced", () => {
  const kept = send("/", { headers: { "x-correlation-id": "my-request-0001" } });
  expect(kept.headers.get("x-correlation-id")).toBe("my-request-0001");
  expect(kept.headers.get("x-middleware-request-x-correlation-id")).toBe("my-request-0001");
  for (const bad of ["short", "a b c d e f g h", "<script>alert(1)</script>", "x".repeat(65)]) {
    expect(send("/", { headers: { "x-correlation-id": bad } }).headers.get("x-correlation-id")).toMatch(
      /^[\da-f-]{36}$/,
    );
  }
});

test.each(["/contoso/data", "/api/v1/servers", "/api/auth/sign-out", "/api/auth/spa-code"])(
  "a POST to %s without or with a foreign origin is refused before anything runs; from our own page it passes",
  (path) => {
    const cookie = "lakeport-session=x";
    expect(send(path, { method: "POST", headers: { cookie } }).status).toBe(403);
    expect(send(path, { method: "POST", headers: { cookie, origin: "https://evil.example" } }).status).toBe(
      403,
    );
    expect(send(path, { method: "POST", headers: { cookie, "next-action": "abc" } }).status).toBe(403);
    const own = { cookie, origin: portal, "sec-fetch-site": "same-origin" };
    expect(send(path, { method: "POST", headers: own }).headers.get("x-middleware-next")).toBe("1");
  },
);

describe("what does not pass through the proxy", () => {
  const matcher = new RegExp(`^${config.matcher[0]}$`);

  test("is static files and data transfers, nothing else", () => {
    for (const path of [
      "/_next/static/chunks/a.js",
      "/icon.svg",
      "/favicon.ico",
      "/api/v1/data/org/raw/f.csv",
    ]) {
      expect(path).not.toMatch(matcher);
    }
    for (const path of [
      "/",
      "/sign-in",
      "/x/icon.svg",
      "/api/v1/database",
      "/api/v1/me",
      "/_next/data/x.json",
    ]) {
      expect(path).toMatch(matcher);
    }
  });

  test("asks about the origin itself wherever it changes something", () => {
    const outside = routeFolders().filter((folder) => !matcher.test(`/${folder}/`));
    expect(outside.length).toBeGreaterThan(0);
    for (const folder of outside) {
      const text = textOf(join(root, "app", folder));
      expect(`${folder}: ${/refuseUnsafeRequest\(/.test(text)}`).toBe(`${folder}: true`);
    }
  });
});

/** Folders of app/ with a route handler, as the paths that they answer to. */
function routeFolders(): string[] {
  return readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/route.ts"))
    .map((file) => file.slice(0, -"/route.ts".length));
}

function textOf(folder: string): string {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}
