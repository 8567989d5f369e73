"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useRef, useState } from "react";
import type { AcquireToken, TransferSettings } from "#components/transfers/transfer.ts";

const BrowserToken = dynamic(() => import("#components/transfers/browser-token.tsx"), { ssr: false });

/**
 * The person's own storage token for the browser. MSAL is loaded and mounted (`mount`) when a token is first asked for;
 * whoever asks meanwhile waits.
 */
export function useBrowserToken(settings: TransferSettings): {
  acquireToken: AcquireToken;
  mount: ReactNode;
} {
  const [isWanted, setWanted] = useState(false);
  const source = useRef(Promise.withResolvers<AcquireToken>());
  const onReady = useCallback((acquire: AcquireToken) => source.current.resolve(acquire), []);
  const acquireToken = useCallback(async () => {
    setWanted(true);
    return (await source.current.promise)();
  }, []);
  return { acquireToken, mount: isWanted && <BrowserToken settings={settings} onReady={onReady} /> };
}
