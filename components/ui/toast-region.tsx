"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { type Notice, noticeEvent } from "./notify.ts";

const Toasts = lazy(() => import("./toast.tsx"));

/** Waits for the first notice and only then loads the toasts; what came before they were ready is handed over. */
export function ToastRegion() {
  const [first, setFirst] = useState<Notice | null>(null);
  useEffect(() => {
    if (first) return;
    const receive = (event: Event) => setFirst((event as CustomEvent<Notice>).detail);
    window.addEventListener(noticeEvent, receive, { once: true });
    return () => window.removeEventListener(noticeEvent, receive);
  }, [first]);
  return <Suspense>{first && <Toasts first={first} />}</Suspense>;
}
