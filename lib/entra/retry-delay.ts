/** One call is sent at most four times (identity.md, section 3). */
export const graphAttemptsMax = 4;

const retriedStatuses = new Set([429, 502, 503, 504]);
const firstDelayMs = 300;
const delayMsMax = 20_000;

/**
 * Milliseconds to wait before the next attempt, or null when the answer stands. `attempt` counts from 1, `chance` is
 * in [0, 1). Graph's own Retry-After (seconds, decimals allowed, or a date) is a lower bound and never cut short:
 * one beyond 20 seconds is not waited for.
 */
export function retryDelayMs(
  answer: { status: number; retryAfter: string | null },
  attempt: number,
  now: { date: Date; chance: number },
): number | null {
  if (!retriedStatuses.has(answer.status) || attempt >= graphAttemptsMax) {
    return null;
  }
  const jittered = backOffMs(attempt, now.chance);
  const asked = retryAfterMs(answer.retryAfter, now.date);
  if (asked !== null && asked > delayMsMax) {
    return null;
  }
  return asked === null ? jittered : asked + jittered / 4;
}

/** Doubling with jitter between a half and the whole: 150–300 ms, 300–600 ms, … */
export function backOffMs(attempt: number, chance: number): number {
  return Math.min(firstDelayMs * 2 ** (attempt - 1), delayMsMax) * (0.5 + chance / 2);
}

function retryAfterMs(value: string | null, now: Date): number | null {
  if (value === null || value.trim() === "") {
    return null;
  }
  const seconds = Number(value);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds * 1000);
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
