import type { DroppedFile } from "#components/data/dropped-files.ts";
import { takenWords, targetIn } from "#components/transfers/lake-wire.ts";
import {
  type AcquireToken,
  type Arrival,
  TransferRefusedError,
  type UploadRequest,
} from "#components/transfers/transfer.ts";
import type { Transfer } from "#components/transfers/transfer-state.ts";
import { type Route, uploadOne } from "#components/transfers/upload-one.ts";

export type UploadMeans = {
  acquireToken: AcquireToken;
  route: Route;
  /** Hears, once, why files go through the portal. */
  onFallback: (why: string) => void;
  onArrived: (arrival: Arrival) => void;
};

/** An upload for the queue. A name that is known to be there is asked about before anything is sent. */
export function beginUpload(
  { file, path }: DroppedFile,
  { settings, into, taken }: UploadRequest,
  by: UploadMeans,
): Transfer {
  const target = targetIn(into, path);
  return {
    id: crypto.randomUUID(),
    direction: "up",
    path,
    place: { name: into.name, href: into.href },
    sizeBytes: file.size,
    movedBytes: 0,
    state: "waiting",
    bytesPerSecond: null,
    carry: async ({ overwrite, signal, onMoved }) => {
      if (!overwrite && taken.has(path)) {
        throw new TransferRefusedError(takenWords, { isTaken: true });
      }
      await uploadOne({ file, target, overwrite, signal, onSent: onMoved }, by.route, { settings, ...by });
      by.onArrived({ into, path, sizeBytes: file.size, atMs: Date.now() });
    },
  };
}
