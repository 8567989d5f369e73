/** How long a sign-in session lives. */
export const sessionTimes = {
  /** Ends a session whatever happens in it: 10 hours, a working day. */
  absoluteSeconds: 36_000,
  /** Ends a session in which nothing happened: 60 minutes. */
  idleSeconds: 3_600,
  /** "Seen" is written at most once a minute, so that reading a page is not a write. */
  seenEverySeconds: 60,
  /** Entra's hybrid code lives some minutes; ours shorter. */
  spaCodeSeconds: 300,
} as const;

/** Whether a session still counts at `now`, and whether being seen is worth writing down. */
export type SessionStanding = "live" | "live_unrecorded" | "idle" | "over" | "ended";

/** Judges a session by its times alone. */
export function sessionStanding(
  session: { lastSeenAt: Date; expiresAt: Date; endedAt: Date | null },
  now: Date,
): SessionStanding {
  if (session.endedAt !== null) {
    return "ended";
  }
  if (now >= session.expiresAt) {
    return "over";
  }
  const unseenSeconds = (now.getTime() - session.lastSeenAt.getTime()) / 1000;
  if (unseenSeconds >= sessionTimes.idleSeconds) {
    return "idle";
  }
  return unseenSeconds >= sessionTimes.seenEverySeconds ? "live_unrecorded" : "live";
}
