"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { classNames } from "./class-names.ts";

const shownMs = 2_000;

/** Copies `text` and says so for two seconds, also to screen readers. With `isLabelled` the label is visible. */
export function CopyButton({
  text,
  label = "Copy",
  isLabelled = false,
}: {
  text: string;
  label?: string;
  isLabelled?: boolean;
}) {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (copied === 0) return;
    const timer = setTimeout(() => setCopied(0), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied((times) => times + 1))}
      aria-label={isLabelled ? undefined : label}
      data-tooltip={isLabelled ? undefined : label}
      className={classNames(
        "inline-flex h-7 min-w-7 items-center justify-center gap-1.5 rounded-md text-sm text-muted hover:bg-hover hover:text-ink pointer-coarse:h-10 pointer-coarse:min-w-10",
        isLabelled && "px-2",
      )}
    >
      <Icon aria-hidden="true" className={classNames("size-4", copied > 0 && "text-success")} />
      {isLabelled && (copied ? "Copied" : label)}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}
