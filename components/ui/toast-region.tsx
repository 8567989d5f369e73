"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { type Notice, noticeEvent } from "./notify.ts";

const Toasts = dynamic(() => import("./toast.tsx").then((module) => module.Toasts), { ssr: false });

/** Waits for the first notice and only then loads the toasts; what came before they were ready is handed over. */
export function ToastRegion() {
  const [first, setFirst] = useState<Notice | null>(null);
  useEffect(() => {
    if (first) return;
    const receive = (event: Event) => setFirst((event as CustomEvent<Notice>).detail);
    window.addEventListener(noticeEvent, receive, { once: true });
    return () => window.removeEventListener(noticeEvent, receive);
  }, [first]);
  return first ? <Toasts first={first} /> : null;
}
