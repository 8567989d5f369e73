"use client";

import { EyeOff } from "lucide-react";
import Image from "next/image";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { formatBytes } from "#components/ui/format-number.ts";
import { reachable } from "#components/ui/reachable.ts";
import { Refusal } from "#components/ui/refusal.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { Preview } from "./preview.ts";
import { PreviewRowsTable } from "./preview-rows-table.tsx";

const skeletonRows = ["w-11/12", "w-10/12", "w-9/12", "w-8/12", "w-7/12", "w-6/12", "w-5/12", "w-4/12"];

function PreviewSkeleton() {
  return (
    <Loading label="Reading the beginning of the file" className="flex flex-col">
      <div className="grid h-12 grid-cols-3 items-center gap-6 border-b border-line bg-subtle px-4">
        <Skeleton className="h-3" />
        <Skeleton className="h-3" />
        <Skeleton className="h-3" />
      </div>
      {skeletonRows.map((width) => (
        <div key={width} className="flex h-8 items-center border-b border-line px-4">
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}

function TextPreview({ text, isCut, bytesRead }: { text: string; isCut: boolean; bytesRead: number }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <pre
        {...reachable}
        className="min-h-0 flex-1 overflow-auto p-4 font-mono text-sm leading-5 focus-visible:-outline-offset-2"
      >
        {text}
      </pre>
      {isCut && (
        <p className="border-t border-line bg-subtle px-4 py-2 text-xs text-muted">
          The first {formatBytes(bytesRead)}; download the file for the rest.
        </p>
      )}
    </div>
  );
}

export type PreviewPaneProps = { preview: Preview; onRetry: () => void };

/** The beginning of a file in the form that suits it, or why there is none. */
export function PreviewPane({ preview, onRetry }: PreviewPaneProps) {
  switch (preview.state) {
    case "loading":
      return <PreviewSkeleton />;
    case "rows":
      return <PreviewRowsTable {...preview} />;
    case "text":
      return <TextPreview {...preview} />;
    case "image":
      return (
        <div className="relative m-4 h-[calc(100%-2rem)] min-h-64">
          <Image src={preview.src} alt={preview.alt} fill unoptimized className="object-contain" />
        </div>
      );
    case "none":
      return (
        <EmptyState
          icon={<EyeOff aria-hidden="true" className="size-5" />}
          title="No preview"
          level={3}
          isCompact
        >
          <p>{preview.why}</p>
        </EmptyState>
      );
    case "refused":
      return <Refusal {...preview} level={3} isCompact />;
    case "failed":
      return (
        <Failure {...preview} level={3} isCompact action={<Button onClick={onRetry}>Try again</Button>} />
      );
  }
}
