import type { HeldToken } from "#lib/auth/storage-token-outcome.ts";

const heldMax = 500;
const renewBeforeSeconds = 300;

/** Whether a token may be used: five minutes left, and asked for after the last change of access. */
export function isTokenFresh(
  held: { expiresAt: Date; obtainedAt: Date },
  now: Date,
  freshAfter: Date | null,
): boolean {
  const isEnduring = held.expiresAt.getTime() - now.getTime() > renewBeforeSeconds * 1000;
  return isEnduring && (freshAfter === null || held.obtainedAt > freshAfter);
}

/** Holds a token; the oldest goes when 500 are held (a Map iterates in order of insertion). */
export function holdToken(map: Map<string, HeldToken>, key: string, { token, obtainedAt }: HeldToken): void {
  map.delete(key);
  map.set(key, { token, obtainedAt });
  const oldest = map.keys().next().value;
  if (map.size > heldMax && oldest !== undefined) {
    map.delete(oldest);
  }
}

/** The key of a session's token. The person is part of it: an actor with another's session id finds nothing. */
export function sessionTokenKey(personId: string, sessionId: string): string {
  return `${personId} ${sessionId}`;
}

/** Forgets what is held for all sessions of a person. */
export function forgetTokensOf(map: Map<string, HeldToken>, personId: string): void {
  for (const key of map.keys()) {
    if (key.startsWith(`${personId} `)) {
      map.delete(key);
    }
  }
}
