/** `reader` may list and read, `contributor` also write (domain.md, access levels). */
export type AccessLevel = "reader" | "contributor";

export const accessLevels: readonly AccessLevel[] = ["reader", "contributor"];

/** Whether a grant still gives access at a time; `expiresAt` is exclusive. */
export function isActive(grant: { endedAt: Date | null; expiresAt: Date | null }, at: Date): boolean {
  return grant.endedAt === null && (grant.expiresAt === null || grant.expiresAt > at);
}
