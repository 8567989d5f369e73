"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";

/** Asks again on a press and, where it only takes time, by itself every few seconds while the window is seen. */
export function TryAgain({ everySeconds }: { everySeconds?: number }) {
  const router = useRouter();
  const [isAsking, ask] = useTransition();
  useEffect(() => {
    if (everySeconds === undefined) {
      return;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") {
        ask(() => router.refresh());
      }
    }, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds, router]);
  return (
    <div className="flex flex-col items-center gap-2">
      <Button variant="primary" isBusy={isAsking} onClick={() => ask(() => router.refresh())}>
        Try again
      </Button>
      {everySeconds !== undefined && (
        <p className="text-sm text-muted">This page looks again every {everySeconds} seconds.</p>
      )}
    </div>
  );
}
