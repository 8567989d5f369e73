"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { createRate } from "#components/transfers/measure-rate.ts";
import { TransferRefusedError } from "#components/transfers/transfer.ts";
import {
  isOpen,
  nextTransfers,
  startable,
  type Transfer,
  type TransferEvent,
} from "#components/transfers/transfer-state.ts";

const progressEveryMs = 200;

type Dispatch = (event: TransferEvent) => void;

/** Transfers of this window: three at a time, each with progress and rate, cancelled and retried one by one. */
export function useTransferQueue() {
  const [transfers, dispatch] = useReducer(nextTransfers, []);
  const running = useRef(new Map<string, AbortController>());

  useEffect(() => {
    for (const transfer of startable(transfers)) {
      if (!running.current.has(transfer.id)) {
        void run(transfer, running.current, dispatch);
      }
    }
  }, [transfers]);
  // Whoever takes the whole shell away (signing out) ends what runs in it.
  useEffect(() => {
    const { current } = running;
    return () => {
      for (const stop of current.values()) {
        stop.abort();
      }
    };
  }, []);

  const cancel = useCallback((ids: string[]) => {
    for (const id of ids) {
      running.current.get(id)?.abort();
    }
    dispatch({ kind: "cancelled", ids });
  }, []);
  return {
    transfers,
    isRunning: transfers.some(isOpen),
    add: useCallback((added: Transfer[]) => dispatch({ kind: "added", transfers: added }), []),
    cancel: useCallback((id: string) => cancel([id]), [cancel]),
    cancelAll: () => cancel(transfers.filter(isOpen).map((transfer) => transfer.id)),
    retry: useCallback((id: string) => dispatch({ kind: "again", id }), []),
    dismiss: useCallback(() => dispatch({ kind: "dismissed" }), []),
  };
}

async function run(
  { id, carry, isTaken }: Transfer,
  running: Map<string, AbortController>,
  dispatch: Dispatch,
): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  dispatch({ kind: "started", id });
  let end: TransferEvent = { kind: "done", id };
  try {
    const overwrite = isTaken === true;
    await carry({ overwrite, signal: stop.signal, onMoved: throttled(id, dispatch) });
  } catch (error) {
    end = stop.signal.aborted ? { kind: "released" } : { kind: "failed", id, ...reasonOf(error) };
  }
  running.delete(id);
  dispatch(end);
}

/** Five progress events a second at most: a render for each packet would freeze the page. */
function throttled(id: string, dispatch: Dispatch): (bytes: number) => void {
  const rate = createRate();
  let toldMs = 0;
  return (bytes) => {
    const nowMs = performance.now();
    if (nowMs - toldMs >= progressEveryMs) {
      toldMs = nowMs;
      dispatch({ kind: "moved", id, bytes, bytesPerSecond: rate(bytes, nowMs) });
    }
  };
}

function reasonOf(error: unknown): { reason: string; isTaken: boolean } {
  if (error instanceof TransferRefusedError) {
    return { reason: error.message, isTaken: error.isTaken };
  }
  return { reason: "The connection was lost.", isTaken: false };
}
