import type { Clock } from "#lib/platform/clock.ts";

const minuteMs = 60_000;

/** Says whether one more call of that key is within the limit of the last minute; keys not heard of for a minute are forgotten. */
export function createRateLimit(limit: { perMinute: number; clock: Clock }): (key: string) => boolean {
  const calls = new Map<string, number[]>();
  return (key) => {
    const now = limit.clock.now().getTime();
    for (const [known, times] of calls) {
      if ((times.at(-1) ?? 0) < now - minuteMs) {
        calls.delete(known);
      }
    }
    const recent = (calls.get(key) ?? []).filter((time) => time > now - minuteMs);
    if (recent.length >= limit.perMinute) {
      return false;
    }
    calls.set(key, [...recent, now]);
    return true;
  };
}
