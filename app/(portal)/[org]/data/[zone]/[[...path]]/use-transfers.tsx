"use client";

import { lazy, type ReactNode, Suspense, useCallback } from "react";
import type { LakeEntry } from "#components/data/lake-entry.ts";
import { downloadFile } from "#components/transfers/download-file.ts";
import { encodePath } from "#components/transfers/lake-wire.ts";
import type { TransferSettings, TransferTarget } from "#components/transfers/transfer.ts";
import type { Upload } from "#components/transfers/upload-state.ts";
import { useBrowserToken } from "#components/transfers/use-browser-token.tsx";
import { useUploads } from "#components/transfers/use-uploads.ts";
import { notify } from "#components/ui/notify.ts";
import type { DirectoryEntry } from "#lib/browsing/browsing.ts";
import type { LakePlace } from "#lib/lake/lake.ts";

const UploadQueue = lazy(() =>
  import("#components/data/upload-queue.tsx").then(({ UploadQueue: Queue }) => ({ default: Queue })),
);

type Here = { apiUrl: string; lake: LakePlace; transferSettings: TransferSettings };

type Directory = { entries: LakeEntry[]; add: (entry: DirectoryEntry) => void };

/** Uploads into and downloads out of one directory, with the queue to show. */
export function useTransfers({ apiUrl, lake, transferSettings: settings }: Here, directory: Directory) {
  const { acquireToken, mount } = useBrowserToken(settings);
  const targetOf = useCallback(
    (path: string): TransferTarget => ({
      container: lake.container,
      path: `${lake.path}/${path}`,
      apiUrl: `${apiUrl}/${encodePath(path)}`,
    }),
    [apiUrl, lake],
  );
  const onArrived = ({ path, sizeBytes }: Upload) => directory.add(entryOf(path, sizeBytes));
  const isTaken = (path: string) => directory.entries.some((entry) => entry.name === path);
  const uploads = useUploads({ settings, acquireToken, targetOf, isTaken, onArrived });
  const download = useCallback(
    async (entries: LakeEntry[]) => {
      for (const { name, sizeBytes } of entries) {
        const order = { name, sizeBytes: sizeBytes ?? 0, target: targetOf(name) };
        await downloadFile(order, { settings, acquireToken }).catch((error: unknown) =>
          notify({
            kind: "failure",
            title: `${name} was not downloaded`,
            detail: error instanceof Error ? error.message : undefined,
          }),
        );
      }
    },
    [acquireToken, settings, targetOf],
  );
  const queue: ReactNode = (
    <>
      {mount}
      {uploads.uploads.length > 0 && (
        <Suspense>
          <UploadQueue
            uploads={uploads.uploads}
            onCancel={uploads.cancel}
            onRetry={uploads.retry}
            onCancelAll={uploads.cancelAll}
            onDismiss={uploads.dismiss}
          />
        </Suspense>
      )}
    </>
  );
  return { upload: uploads.add, download: (entries: LakeEntry[]) => void download(entries), queue };
}

/** What an arrived upload looks like in this directory: the file, or the directory in which it lies. */
function entryOf(path: string, sizeBytes: number): DirectoryEntry {
  const [name = "", ...below] = path.split("/");
  const modifiedAt = new Date().toISOString();
  return below.length === 0
    ? { name, kind: "file", sizeBytes, modifiedAt, isFolder: false }
    : { name, kind: "directory", sizeBytes: null, modifiedAt, isFolder: false };
}
