import { expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "#lib/auth/security-headers.ts";

const page = { nonce: "N", reachable: ["https://lake.example"], isDevelopment: false };

test("scripts run by nonce only, and nothing frames the portal, changes its base or takes its forms", () => {
  const policy = contentSecurityPolicy(page).split("; ");
  expect(policy).toContain("script-src 'nonce-N' 'strict-dynamic'");
  expect(policy).toContain("connect-src 'self' https://lake.example");
  for (const closed of [
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
  ]) {
    expect(policy).toContain(closed);
  }
  expect(contentSecurityPolicy(page)).not.toMatch(/script-src[^;]*unsafe/);
});

test("evaluation is allowed in development only", () => {
  expect(contentSecurityPolicy({ ...page, isDevelopment: true })).toContain("'unsafe-eval'");
});

test("the popup's page keeps its opener; every other page is set apart", () => {
  const name = "cross-origin-opener-policy";
  expect(securityHeaders({ pathname: "/auth/popup", isSecure: true })).not.toHaveProperty(name);
  expect(securityHeaders({ pathname: "/", isSecure: true })).toHaveProperty(name);
  expect(securityHeaders({ pathname: "/auth/popup/x", isSecure: true })).toHaveProperty(name);
});

test("transport security is asked for on https and never on loopback http", () => {
  const name = "strict-transport-security";
  expect(securityHeaders({ pathname: "/", isSecure: true })).toHaveProperty(name);
  expect(securityHeaders({ pathname: "/", isSecure: false })).not.toHaveProperty(name);
});
