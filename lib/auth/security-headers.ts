import { entraEndpoints } from "#lib/auth/entra-endpoints.ts";
import type { Env } from "#lib/platform/env.ts";

/** The page on which MSAL's popup ends; it must keep its opener, hence no COOP there. */
export const popupPath = "/auth/popup";

/** Origins that pages may reach besides the portal: the lake (direct transfer) and Entra (the browser's own token). */
export function reachableOrigins(env: Env): string[] {
  const { authorization, token, keys } = entraEndpoints(env);
  const addresses = [env.LAKE_BROWSER_URL, authorization, token, keys];
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}

/**
 * The page's content security policy. Scripts run only with this request's nonce or when such a script loads them.
 * Styles may be inline: the widgets place themselves with style attributes, and styles run no code.
 */
export function contentSecurityPolicy(page: {
  nonce: string;
  reachable: readonly string[];
  /** React's development build evaluates strings and its server pushes changes over a websocket. */
  isDevelopment: boolean;
}): string {
  const development = page.isDevelopment
    ? { script: " 'unsafe-eval'", connect: " ws:" }
    : { script: "", connect: "" };
  return [
    "default-src 'self'",
    `script-src 'nonce-${page.nonce}' 'strict-dynamic'${development.script}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...page.reachable].join(" ")}${development.connect}`,
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** Headers of every reply besides the policy. */
export function securityHeaders(request: { pathname: string; isSecure: boolean }): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    // allow-popups: a page must be able to open Entra's sign-in, which lives in another opener group.
    ...(request.pathname === popupPath ? {} : { "cross-origin-opener-policy": "same-origin-allow-popups" }),
    ...(request.isSecure && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
  };
}
