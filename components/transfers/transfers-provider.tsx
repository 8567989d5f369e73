"use client";

import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { TransferSettings } from "#components/transfers/transfer.ts";
import { createTransferBus, type TransferBus } from "#components/transfers/transfer-bus.ts";

const TransferHost = lazy(() => import("#components/transfers/transfer-host.tsx"));

const TransfersContext = createContext<TransferBus | null>(null);

/**
 * Keeps transfers alive while the person goes from page to page: it belongs to the shell. Nothing of it but a context
 * is loaded before the first file is moved.
 */
export function TransfersProvider({ children }: { children: ReactNode }) {
  const [settings, setSettings] = useState<TransferSettings | null>(null);
  // One person per window: whoever else signs in gets another shell.
  const [{ bus, connect, tellArrival }] = useState(() =>
    createTransferBus((wanted) => setSettings((known) => known ?? wanted)),
  );
  return (
    <TransfersContext value={bus}>
      {children}
      {settings !== null && (
        <Suspense>
          <TransferHost settings={settings} onReady={connect} onArrived={tellArrival} />
        </Suspense>
      )}
    </TransfersContext>
  );
}

/** The way to move files, from any page of the portal. */
export function useTransfers(): TransferBus {
  const bus = useContext(TransfersContext);
  if (bus === null) {
    throw new Error("Transfers are asked for outside the portal's shell.");
  }
  return bus;
}
