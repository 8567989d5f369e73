"use client";

import { useSyncExternalStore } from "react";
import { formatDay, formatExact, formatRelative } from "./format-time.ts";

const tickMs = 30_000;

/** One clock for all times on the page. */
const clock = {
  now: 0,
  timer: undefined as ReturnType<typeof setInterval> | undefined,
  listeners: new Set<() => void>(),
};

function subscribe(listener: () => void): () => void {
  clock.listeners.add(listener);
  clock.timer ??= setInterval(() => {
    clock.now = Date.now();
    for (const notify of clock.listeners) notify();
  }, tickMs);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clock.timer = undefined;
  };
}

function readClock(): number {
  if (clock.timer === undefined || clock.now === 0) clock.now ||= Date.now();
  return clock.now;
}

/** The relative time, with the exact one in the tooltip. `at` and `now` are ISO 8601; give `now` from the server, else the first paint shows the day. */
export function RelativeTime({ at, now }: { at: string; now?: string }) {
  const atMs = Date.parse(at);
  const nowMs = useSyncExternalStore(subscribe, readClock, () => null);
  const isServer = nowMs === null;
  const reference = nowMs ?? (now ? Date.parse(now) : null);
  return (
    <time dateTime={at} data-tooltip={formatExact(atMs, isServer)} className="whitespace-nowrap">
      {reference === null ? formatDay(atMs) : formatRelative(atMs, reference)}
    </time>
  );
}
