import type { UploadItem } from "#components/data/upload-item.ts";
import type { TransferTarget } from "#components/transfers/transfer.ts";

/** One upload as the queue keeps it. */
export type Upload = UploadItem & { file: File; target: TransferTarget; overwrite: boolean };

export const parallelUploadsMax = 3;

export type UploadEvent =
  | { kind: "added"; uploads: Upload[] }
  | { kind: "started"; id: string }
  | { kind: "sent"; id: string; bytes: number; bytesPerSecond: number | null }
  | { kind: "done"; id: string }
  | { kind: "failed"; id: string; reason: string; canRetry: boolean; isTaken: boolean }
  | { kind: "cancelled"; ids: string[] }
  | { kind: "again"; id: string }
  | { kind: "dismissed" };

/** The queue after an event. */
export function nextUploads(uploads: Upload[], event: UploadEvent): Upload[] {
  const change = (id: string, changes: Partial<Upload>) =>
    uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload));
  switch (event.kind) {
    case "added":
      return [...uploads, ...event.uploads];
    case "started":
      return change(event.id, { state: "uploading", sentBytes: 0, bytesPerSecond: null, reason: undefined });
    case "sent":
      return change(event.id, { sentBytes: event.bytes, bytesPerSecond: event.bytesPerSecond });
    case "done":
      return uploads.map((upload) =>
        upload.id === event.id
          ? { ...upload, state: "done", sentBytes: upload.sizeBytes, bytesPerSecond: null }
          : upload,
      );
    case "failed":
      return change(event.id, {
        state: "failed",
        bytesPerSecond: null,
        reason: event.reason,
        canRetry: event.canRetry,
        overwrite: event.isTaken,
      });
    case "cancelled":
      return uploads.map((upload) =>
        event.ids.includes(upload.id) ? { ...upload, state: "cancelled", bytesPerSecond: null } : upload,
      );
    case "again":
      return change(event.id, { state: "waiting", sentBytes: 0, reason: undefined });
    case "dismissed":
      return [];
  }
}

/** Those that may start now: the oldest waiting ones, while fewer than three run. */
export function startable(uploads: readonly Upload[]): Upload[] {
  const running = uploads.filter((upload) => upload.state === "uploading").length;
  return uploads
    .filter((upload) => upload.state === "waiting")
    .slice(0, Math.max(0, parallelUploadsMax - running));
}

/** Whether an upload can still be stopped. */
export function isOpen(upload: Upload): boolean {
  return upload.state === "waiting" || upload.state === "uploading";
}
