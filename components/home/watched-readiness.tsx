"use client";

import { useEffect, useState } from "react";
import { type NotebooksReadiness, NotebooksReadinessNote } from "./notebooks-readiness.tsx";

const askAgainMs = 3_000;

async function ask(href: string): Promise<NotebooksReadiness | null> {
  try {
    const response = await fetch(href);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** The readiness note; asks again only while notebooks are still being prepared. */
export function WatchedReadiness({ initial, href }: { initial: NotebooksReadiness; href: string }) {
  const [readiness, setReadiness] = useState(initial);
  const isPreparing = readiness.state === "preparing";
  useEffect(() => {
    if (!isPreparing) return;
    let isGone = false;
    const timer = setInterval(async () => {
      const answer = await ask(href);
      if (answer !== null && !isGone) setReadiness(answer);
    }, askAgainMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [href, isPreparing]);
  return <NotebooksReadinessNote readiness={readiness} />;
}
