/** One `Set-Cookie`: httpOnly and SameSite=Lax always (Lax is what survives the way back from Entra). */
export type Cookie = {
  name: string;
  value: string;
  /** 0 deletes it; null keeps it until the browser closes. */
  maxAgeSeconds: number | null;
};

/** Prefix that browsers tie to this very host over https; plain on loopback http, where they would refuse it. */
function prefixed(portalOrigin: string, name: string): string {
  return isSecure(portalOrigin) ? `__Host-${name}` : name;
}

function isSecure(portalOrigin: string): boolean {
  return portalOrigin.startsWith("https:");
}

/** Name of the sign-in session's cookie: `__Host-lakeport-session` on https, `lakeport-session` on loopback http. */
export function sessionCookieName(portalOrigin: string): string {
  return prefixed(portalOrigin, "lakeport-session");
}

/** Name of one sign-in attempt's cookie. Attempts in several tabs must not overwrite each other, so the state is in it. */
export function attemptCookieName(portalOrigin: string, state: string): string {
  return attemptPrefix(portalOrigin) + state.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 12);
}

const attemptsMax = 4;

/**
 * Names of attempts' cookies to drop before another is added: all of them once there are four, or else an attempt that
 * is begun over and over would fill the request header until the server refuses it.
 */
export function surplusAttempts(portalOrigin: string, header: string | null): string[] {
  const names = (header ?? "")
    .split(";")
    .map((pair) => pair.trim().split("=")[0] ?? "")
    .filter((name) => name.startsWith(attemptPrefix(portalOrigin)));
  return names.length >= attemptsMax ? names : [];
}

function attemptPrefix(portalOrigin: string): string {
  return prefixed(portalOrigin, "lakeport-sign-in-");
}

/** Name of the cookie that remembers, through the Hub's logout, whom Entra shall sign out: its value is a logout hint. */
export function signingOutCookieName(portalOrigin: string): string {
  return prefixed(portalOrigin, "lakeport-signing-out");
}

/** The header line of a cookie. */
export function setCookieHeader(portalOrigin: string, cookie: Cookie): string {
  const parts = [`${cookie.name}=${cookie.value}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (isSecure(portalOrigin)) {
    parts.push("Secure");
  }
  if (cookie.maxAgeSeconds !== null) {
    parts.push(`Max-Age=${cookie.maxAgeSeconds}`);
  }
  return parts.join("; ");
}

/** The value of one cookie in a `Cookie` header; null when absent. */
export function readCookie(header: string | null, name: string): string | null {
  const found = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}
