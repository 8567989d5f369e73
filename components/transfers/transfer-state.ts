import type { TransferItem } from "#components/transfers/transfer-item.ts";

/** How a transfer is told to run: until `signal`, saying how far it is. */
export type Carrying = {
  /** Replace what stands under the name. */
  overwrite: boolean;
  signal: AbortSignal;
  onMoved: (bytes: number) => void;
};

/** One transfer as the queue keeps it; `carry` moves the bytes, once per try. */
export type Transfer = TransferItem & { carry: (by: Carrying) => Promise<void> };

const parallelTransfersMax = 3;

export type TransferEvent =
  | { kind: "added"; transfers: Transfer[] }
  | { kind: "started"; id: string }
  | { kind: "moved"; id: string; bytes: number; bytesPerSecond: number | null }
  | { kind: "done"; id: string }
  | { kind: "failed"; id: string; reason: string; isTaken: boolean }
  | { kind: "cancelled"; ids: string[] }
  /** A cancelled one has let go of everything; only now may it start again. */
  | { kind: "released" }
  | { kind: "again"; id: string }
  | { kind: "dismissed" };

/** The queue after an event. */
export function nextTransfers(transfers: Transfer[], event: TransferEvent): Transfer[] {
  const change = (ids: string[], changes: Partial<Transfer>) =>
    transfers.map((one) => (ids.includes(one.id) ? { ...one, bytesPerSecond: null, ...changes } : one));
  switch (event.kind) {
    case "added":
      return [...transfers, ...event.transfers];
    case "started":
      return change([event.id], { state: "running", movedBytes: 0, reason: undefined });
    case "moved":
      return change([event.id], { movedBytes: event.bytes, bytesPerSecond: event.bytesPerSecond });
    case "done":
      return transfers.map((one) =>
        one.id === event.id
          ? { ...one, state: "done", movedBytes: one.sizeBytes, bytesPerSecond: null }
          : one,
      );
    case "failed":
      return change([event.id], { state: "failed", reason: event.reason, isTaken: event.isTaken });
    case "cancelled":
      return change(event.ids, { state: "cancelled" });
    case "released":
      return [...transfers];
    case "again":
      return change([event.id], { state: "waiting", movedBytes: 0, reason: undefined });
    case "dismissed":
      return [];
  }
}

/** Those that may start now: the oldest waiting ones, while fewer than three run. */
export function startable(transfers: readonly Transfer[]): Transfer[] {
  const running = transfers.filter((one) => one.state === "running").length;
  return transfers
    .filter((one) => one.state === "waiting")
    .slice(0, Math.max(0, parallelTransfersMax - running));
}

/** Whether a transfer can still be stopped. */
export function isOpen(transfer: Transfer): boolean {
  return transfer.state === "waiting" || transfer.state === "running";
}
