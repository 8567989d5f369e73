const dayMs = 86_400_000;

/** A stretch of time with the text that names it in a file: `2026-10` or `2026-10-17`. */
export type Span = { label: string; start: Date; end: Date };

/** The first moment of the month before that of `today`. */
export function lastFullMonthOf(today: Date): Date {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1));
}

/** The last `count` full months and the current one up to `today`, the oldest first. */
export function monthsUntil(today: Date, count: number): Span[] {
  const year = today.getUTCFullYear();
  const month = today.getUTCMonth();
  return Array.from({ length: count + 1 }, (_, index) => {
    const start = new Date(Date.UTC(year, month - count + index, 1));
    const next = new Date(Date.UTC(year, month - count + index + 1, 1));
    const end = next < today ? next : today;
    return { label: start.toISOString().slice(0, 7), start, end };
  }).filter((span) => span.start < span.end);
}

/** The last `count` days before `today` (a midnight), the oldest first. */
export function daysUntil(today: Date, count: number): Span[] {
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(today.getTime() - (count - index) * dayMs);
    return { label: start.toISOString().slice(0, 10), start, end: new Date(start.getTime() + dayMs) };
  });
}

/** The midnight (UTC) with which a day began. */
export function midnightOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / dayMs) * dayMs);
}

/** `time` moved by days. */
export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * dayMs);
}
