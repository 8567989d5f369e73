"use client";

import { useCallback, useEffect, useRef } from "react";
import { beginUpload } from "#components/transfers/begin-upload.ts";
import { downloadFile } from "#components/transfers/download-file.ts";
import type {
  Arrival,
  DownloadRequest,
  TransferSettings,
  UploadRequest,
} from "#components/transfers/transfer.ts";
import type { TransferEngine } from "#components/transfers/transfer-bus.ts";
import { TransferQueue } from "#components/transfers/transfer-queue.tsx";
import type { Route } from "#components/transfers/upload-one.ts";
import { useBrowserToken } from "#components/transfers/use-browser-token.tsx";
import { useTransferQueue } from "#components/transfers/use-transfer-queue.ts";
import { notify } from "#components/ui/notify.ts";

type Props = {
  settings: TransferSettings;
  onReady: (engine: TransferEngine) => void;
  onArrived: (arrival: Arrival) => void;
};

/** Moves the files and shows them moving, on whatever page. Default export because React.lazy asks for one. */
export default function TransferHost({ settings, onReady, onArrived }: Props) {
  const { acquireToken, mount } = useBrowserToken(settings);
  const { transfers, isRunning, add, ...act } = useTransferQueue();
  const route = useRef<Route>({ way: settings.isDirect ? "direct" : "portal" });

  const upload = useCallback(
    (request: UploadRequest) => {
      const means = { acquireToken, route: route.current, onFallback: sayFallback, onArrived };
      add(request.files.map((file) => beginUpload(file, request, means)));
    },
    [acquireToken, add, onArrived],
  );
  const download = useCallback(
    async (request: DownloadRequest) => {
      for (const file of request.files) {
        const shown = await downloadFile(file, request, acquireToken).catch(sayFailure(file.name));
        add(shown === null ? [] : [shown]);
      }
    },
    [acquireToken, add],
  );
  useEffect(
    () => onReady({ upload, download: (request) => void download(request) }),
    [onReady, upload, download],
  );
  useAskBeforeLeaving(isRunning);
  return (
    <>
      {mount}
      <TransferQueue
        transfers={transfers}
        onCancel={act.cancel}
        onRetry={act.retry}
        onCancelAll={act.cancelAll}
        onDismiss={act.dismiss}
      />
    </>
  );
}

/** Going to another page of the portal keeps transfers; closing or reloading the window would end them. */
function useAskBeforeLeaving(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isRunning]);
}

function sayFallback(why: string): void {
  notify({ kind: "info", title: "Uploading through the portal", detail: why });
}

function sayFailure(name: string): (error: unknown) => null {
  return (error) => {
    const detail = error instanceof Error ? error.message : undefined;
    notify({ kind: "failure", title: `${name} was not downloaded`, detail });
    return null;
  };
}
