import { formatBytes, formatDuration, formatRate } from "#components/ui/format-number.ts";

export type UploadState = "waiting" | "uploading" | "done" | "failed" | "cancelled";

/** One file on its way. `path`: below the directory it goes into; `reason`: why it failed or was refused, in a sentence. */
export type UploadItem = {
  id: string;
  path: string;
  sizeBytes: number;
  sentBytes: number;
  state: UploadState;
  bytesPerSecond: number | null;
  reason?: string;
  canRetry?: boolean;
};

function secondsLeft(bytes: number, bytesPerSecond: number | null): string | undefined {
  if (!bytesPerSecond) return undefined;
  return `${formatDuration(bytes / bytesPerSecond)} left`;
}

/** The line under one upload. */
export function uploadFigures(item: UploadItem): string {
  if (item.state === "waiting") return `${formatBytes(item.sizeBytes)} · waiting`;
  if (item.state === "done") return formatBytes(item.sizeBytes);
  if (item.state === "cancelled") return "Cancelled";
  if (item.state === "failed") return item.reason ?? "It failed.";
  const parts = [
    `${formatBytes(item.sentBytes)} of ${formatBytes(item.sizeBytes)}`,
    item.bytesPerSecond === null ? undefined : formatRate(item.bytesPerSecond),
    secondsLeft(item.sizeBytes - item.sentBytes, item.bytesPerSecond),
  ];
  return parts.filter(Boolean).join(" · ");
}

function titleOf(counts: Record<UploadState, number>, total: number): string {
  const active = counts.waiting + counts.uploading;
  if (active > 0) return `Uploading ${total - active + 1} of ${total}`;
  if (counts.failed > 0) return `${counts.done} uploaded, ${counts.failed} failed`;
  if (counts.cancelled > 0) return `${counts.done} uploaded, ${counts.cancelled} cancelled`;
  return counts.done === 1 ? "1 file uploaded" : `${counts.done} files uploaded`;
}

/** The queue as a whole: its title, the figures over all that still runs, and whether anything does. */
export function uploadSummary(items: UploadItem[]): {
  title: string;
  figures: string | undefined;
  isActive: boolean;
} {
  const counts: Record<UploadState, number> = { waiting: 0, uploading: 0, done: 0, failed: 0, cancelled: 0 };
  for (const item of items) counts[item.state] += 1;
  const open = items.filter((item) => item.state === "waiting" || item.state === "uploading");
  const rate = open.reduce((sum, item) => sum + (item.bytesPerSecond ?? 0), 0);
  const bytes = open.reduce((sum, item) => sum + item.sizeBytes - item.sentBytes, 0);
  const figures = rate > 0 ? `${formatRate(rate)} · ${secondsLeft(bytes, rate)}` : undefined;
  return { title: titleOf(counts, items.length), figures, isActive: open.length > 0 };
}
