import type { Ids } from "#lib/platform/ids.ts";

/** Carries one request's id through portal, lake and audit. */
export const correlationHeader = "x-correlation-id";

const acceptable = /^[A-Za-z0-9][A-Za-z0-9-]{7,63}$/;

/** The caller's own correlation id when it is harmless (8 to 64 letters, digits, hyphens), else a new one. */
export function correlationIdFrom(received: string | null | undefined, ids: Ids): string {
  return received && acceptable.test(received) ? received : ids.uuid();
}
