import type { IncomingMessage } from "node:http";
import type { CorsRule } from "#emulators/lake/service/properties.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Headers of a granted preflight; 403 CorsPreflightFailure when no rule matches [D adls.md 2.9]. */
export function preflight(rules: readonly CorsRule[], request: IncomingMessage): Record<string, string> {
  const origin = textHeader(request, "origin");
  const method = textHeader(request, "access-control-request-method");
  const asked = (textHeader(request, "access-control-request-headers") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (!origin || !method)
    throw new Refusal("InvalidHeaderValue", { message: "A required CORS header is not present." });
  const rule = rules.find(
    (candidate) =>
      allowsOrigin(candidate, origin) &&
      candidate.methods.includes(method.toUpperCase()) &&
      asked.every((name) => isListed(candidate.allowedHeaders, name)),
  );
  if (!rule) throw new Refusal("CorsPreflightFailure");
  return {
    ...originHeaders(rule, origin),
    "access-control-allow-methods": method,
    "access-control-max-age": String(rule.maxAgeS),
    ...(asked.length > 0 ? { "access-control-allow-headers": asked.join(",") } : {}),
  };
}

/** CORS headers of an actual request: of the first rule for its origin and method, none otherwise. */
export function corsHeaders(rules: readonly CorsRule[], request: IncomingMessage): Record<string, string> {
  const origin = textHeader(request, "origin");
  if (!origin) return {};
  const method = (request.method ?? "GET").toUpperCase();
  const rule = rules.find(
    (candidate) => allowsOrigin(candidate, origin) && candidate.methods.includes(method),
  );
  if (!rule) return { vary: "Origin" };
  const exposed = rule.exposedHeaders.includes("*") ? exposedByStar : rule.exposedHeaders;
  return { ...originHeaders(rule, origin), "access-control-expose-headers": exposed.join(",") };
}

/** The service lists the headers it sent; the ones that our clients read stand for them. */
const exposedByStar = [
  "Accept-Ranges",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Range",
  "Content-Type",
  "Date",
  "ETag",
  "Last-Modified",
  "x-ms-acl",
  "x-ms-blob-type",
  "x-ms-client-request-id",
  "x-ms-continuation",
  "x-ms-creation-time",
  "x-ms-error-code",
  "x-ms-group",
  "x-ms-lease-state",
  "x-ms-lease-status",
  "x-ms-namespace-enabled",
  "x-ms-owner",
  "x-ms-permissions",
  "x-ms-properties",
  "x-ms-request-id",
  "x-ms-resource-type",
  "x-ms-version",
];

function originHeaders(rule: CorsRule, origin: string): Record<string, string> {
  if (rule.origins.includes("*")) return { "access-control-allow-origin": "*" };
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "Origin",
  };
}

function allowsOrigin(rule: CorsRule, origin: string): boolean {
  return rule.origins.some((allowed) => allowed === "*" || allowed === origin);
}

/** `*` alone allows everything, `x-ms-meta-*` is a prefix. */
function isListed(list: readonly string[], name: string): boolean {
  const lower = name.toLowerCase();
  return list.some((item) => {
    const pattern = item.toLowerCase();
    return pattern.endsWith("*") ? lower.startsWith(pattern.slice(0, -1)) : pattern === lower;
  });
}

function textHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
