const minuteMs = 60_000;
const steps: Array<{ unit: Intl.RelativeTimeFormatUnit; ms: number }> = [
  { unit: "year", ms: 365 * 24 * 60 * minuteMs },
  { unit: "month", ms: 30 * 24 * 60 * minuteMs },
  { unit: "day", ms: 24 * 60 * minuteMs },
  { unit: "hour", ms: 60 * minuteMs },
  { unit: "minute", ms: minuteMs },
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How far `at` lies from `now` (both in ms): "just now", "5 minutes ago", "yesterday", "in 3 months". Rounds towards now. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const step = steps.find((candidate) => Math.abs(distance) >= candidate.ms);
  if (!step) return "just now";
  return relative.format(Math.trunc(distance / step.ms), step.unit);
}

/** The exact moment: in the device's zone, or in UTC when `isUtc` (what a server can say without guessing). */
export function formatExact(at: number, isUtc: boolean): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone: isUtc ? "UTC" : undefined,
  }).format(at);
}

/** The day alone, in UTC: "21 Nov 2026". */
export function formatDay(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(at);
}
