import { formatBytes, formatDuration, formatRate } from "#components/ui/format-number.ts";

type TransferState = "waiting" | "running" | "done" | "failed" | "cancelled";

/**
 * One file on its way. `path`: below the directory it goes into or comes from, which `place` names; `reason`: why it
 * failed or was refused, in a sentence; `isTaken`: its name is taken, the next try replaces what is there.
 */
export type TransferItem = {
  id: string;
  direction: "up" | "down";
  path: string;
  place: { name: string; href: string };
  sizeBytes: number;
  movedBytes: number;
  state: TransferState;
  bytesPerSecond: number | null;
  reason?: string;
  isTaken?: boolean;
};

type Words = { doing: string; done: string };
const wordsUp: Words = { doing: "Uploading", done: "uploaded" };
const wordsDown: Words = { doing: "Downloading", done: "downloaded" };
const wordsBoth: Words = { doing: "Transferring", done: "transferred" };

function secondsLeft(bytes: number, bytesPerSecond: number | null): string | undefined {
  if (!bytesPerSecond) return undefined;
  return `${formatDuration(bytes / bytesPerSecond)} left`;
}

/** The line under one transfer. */
export function transferFigures(item: TransferItem): string {
  if (item.state === "waiting") return `${formatBytes(item.sizeBytes)} · waiting`;
  if (item.state === "done") return formatBytes(item.sizeBytes);
  if (item.state === "cancelled") return "Cancelled";
  if (item.state === "failed") return item.reason ?? "It failed.";
  const parts = [
    `${formatBytes(item.movedBytes)} of ${formatBytes(item.sizeBytes)}`,
    item.bytesPerSecond === null ? undefined : formatRate(item.bytesPerSecond),
    secondsLeft(item.sizeBytes - item.movedBytes, item.bytesPerSecond),
  ];
  return parts.filter(Boolean).join(" · ");
}

function wordsOf(items: TransferItem[]): Words {
  const ups = items.filter((item) => item.direction === "up").length;
  if (ups === items.length) return wordsUp;
  return ups === 0 ? wordsDown : wordsBoth;
}

function titleOf(items: TransferItem[], active: number): string {
  const words = wordsOf(items);
  if (active > 0) return `${words.doing} ${items.length - active + 1} of ${items.length}`;
  const count = (state: TransferState) => items.filter((item) => item.state === state).length;
  const [done, taken] = [count("done"), items.filter(asksToReplace).length];
  const rest = [
    { count: taken, words: taken === 1 ? "name taken" : "names taken" },
    { count: count("failed") - taken, words: "failed" },
    { count: count("cancelled"), words: "cancelled" },
  ].filter((part) => part.count > 0);
  if (rest.length === 0) return done === 1 ? `1 file ${words.done}` : `${done} files ${words.done}`;
  return [{ count: done, words: words.done }, ...rest]
    .map((part) => `${part.count} ${part.words}`)
    .join(", ");
}

/** Stopped at a name that is taken: the person decides whether the next try replaces what is there. */
export function asksToReplace({ state, isTaken }: TransferItem): boolean {
  return state === "failed" && isTaken === true;
}

/** The queue as a whole: its title, the figures over all that still runs, and whether anything does. */
export function transferSummary(items: TransferItem[]): {
  title: string;
  figures: string | undefined;
  isActive: boolean;
} {
  const open = items.filter((item) => item.state === "waiting" || item.state === "running");
  const rate = open.reduce((sum, item) => sum + (item.bytesPerSecond ?? 0), 0);
  const bytes = open.reduce((sum, item) => sum + item.sizeBytes - item.movedBytes, 0);
  const figures = rate > 0 ? `${formatRate(rate)} · ${secondsLeft(bytes, rate)}` : undefined;
  return { title: titleOf(items, open.length), figures, isActive: open.length > 0 };
}
