import { badQuery } from "#emulators/lake/wire/refusal.ts";

/** An opaque token that carries the last item's path; names only, so it survives restarts. */
export function formatContinuation(after: string): string {
  return Buffer.from(after, "utf8").toString("base64url");
}

export function parseContinuation(token: string | undefined, name = "continuation"): string | undefined {
  if (token === undefined) return undefined;
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(token)) throw badQuery(name, token);
  return Buffer.from(token, "base64url").toString("utf8");
}
