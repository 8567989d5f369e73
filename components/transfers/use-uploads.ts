"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import type { DroppedFile } from "#components/data/dropped-files.ts";
import { takenWords } from "#components/transfers/lake-wire.ts";
import { createRate } from "#components/transfers/measure-rate.ts";
import {
  type AcquireToken,
  TransferRefusedError,
  type TransferSettings,
  type TransferTarget,
} from "#components/transfers/transfer.ts";
import { type Route, uploadOne } from "#components/transfers/upload-one.ts";
import { isOpen, nextUploads, startable, type Upload } from "#components/transfers/upload-state.ts";
import { notify } from "#components/ui/notify.ts";

const progressEveryMs = 200;

export type UploadsOptions = {
  settings: TransferSettings;
  acquireToken: AcquireToken;
  /** Where a file of this path below the directory goes. */
  targetOf: (path: string) => TransferTarget;
  /** Whether something of this path is known to be there; the lake itself looks again at the end. */
  isTaken: (path: string) => boolean;
  /** A file has arrived. */
  onArrived: (upload: Upload) => void;
};

/** Uploads of this window: three at a time, each with progress and rate, cancelled and retried one by one. */
export function useUploads(options: UploadsOptions) {
  const [uploads, dispatch] = useReducer(nextUploads, []);
  const latest = useRef(options);
  latest.current = options;
  const running = useRef(new Map<string, AbortController>());
  const route = useRef<Route>({ way: options.settings.isDirect ? "direct" : "portal" });

  const run = useCallback(async (upload: Upload) => {
    const stop = new AbortController();
    running.current.set(upload.id, stop);
    dispatch({ kind: "started", id: upload.id });
    try {
      const { settings, acquireToken, isTaken } = latest.current;
      if (!upload.overwrite && isTaken(upload.path)) {
        throw new TransferRefusedError(takenWords, { isTaken: true });
      }
      const onSent = throttled(upload.id, dispatch);
      const order = { ...upload, signal: stop.signal, onSent };
      await uploadOne(order, route.current, { settings, acquireToken, onFallback: sayFallback });
      dispatch({ kind: "done", id: upload.id });
      latest.current.onArrived(upload);
    } catch (error) {
      if (!stop.signal.aborted) {
        dispatch({ kind: "failed", id: upload.id, ...reasonOf(error) });
      }
    } finally {
      running.current.delete(upload.id);
    }
  }, []);

  useEffect(() => {
    for (const upload of startable(uploads)) {
      if (!running.current.has(upload.id)) {
        void run(upload);
      }
    }
  }, [uploads, run]);

  const cancel = useCallback((ids: string[]) => {
    for (const id of ids) {
      running.current.get(id)?.abort();
    }
    dispatch({ kind: "cancelled", ids });
  }, []);
  const add = useCallback((files: DroppedFile[]) => {
    dispatch({ kind: "added", uploads: files.map((one) => begin(one, latest.current.targetOf(one.path))) });
  }, []);
  return {
    uploads,
    add,
    cancel: useCallback((id: string) => cancel([id]), [cancel]),
    cancelAll: () => cancel(uploads.filter(isOpen).map((upload) => upload.id)),
    retry: useCallback((id: string) => dispatch({ kind: "again", id }), []),
    dismiss: useCallback(() => dispatch({ kind: "dismissed" }), []),
  };
}

function begin({ file, path }: DroppedFile, target: TransferTarget): Upload {
  return {
    id: crypto.randomUUID(),
    path,
    sizeBytes: file.size,
    sentBytes: 0,
    state: "waiting",
    bytesPerSecond: null,
    file,
    target,
    overwrite: false,
  };
}

type Dispatch = (event: Parameters<typeof nextUploads>[1]) => void;

/** Five progress events a second at most: a render for each packet would freeze the page. */
function throttled(id: string, dispatch: Dispatch): (bytes: number) => void {
  const rate = createRate();
  let toldMs = 0;
  return (bytes) => {
    const nowMs = performance.now();
    if (nowMs - toldMs >= progressEveryMs) {
      toldMs = nowMs;
      dispatch({ kind: "sent", id, bytes, bytesPerSecond: rate(bytes, nowMs) });
    }
  };
}

function reasonOf(error: unknown): { reason: string; canRetry: boolean; isTaken: boolean } {
  if (error instanceof TransferRefusedError) {
    return { reason: error.message, canRetry: true, isTaken: error.isTaken };
  }
  return { reason: "The connection was lost.", canRetry: true, isTaken: false };
}

function sayFallback(why: string): void {
  notify({ kind: "info", title: "Uploading through the portal", detail: why });
}
