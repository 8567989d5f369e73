"use client";

import { lazy, Suspense } from "react";
import { entryType, type LakeEntry } from "#components/data/lake-entry.ts";
import { formatBytes } from "#components/ui/format-number.ts";
import { useInspected } from "./use-inspected.ts";

const EntryPanel = lazy(() => import("#components/data/entry-panel.tsx"));

export type InspectedPanelProps = {
  entry: LakeEntry | null;
  /** The directory's address at the portal's API. */
  apiUrl: string;
  now: string;
  onDownload: (entries: LakeEntry[]) => void;
  onClose: () => void;
};

/** The file that is open: preview and properties beside the list. */
export function InspectedPanel({ entry, apiUrl, now, onDownload, onClose }: InspectedPanelProps) {
  const entryApiUrl = entry === null ? "" : `${apiUrl}/${encodeURIComponent(entry.name)}`;
  const { shown, retry } = useInspected(entry, entryApiUrl);
  if (entry === null || shown === null) {
    return null;
  }
  return (
    <Suspense>
      <EntryPanel
        key={entry.name}
        name={entry.name}
        summary={`${entryType(entry)} · ${formatBytes(entry.sizeBytes)}`}
        preview={shown.preview}
        properties={shown.properties}
        now={now}
        onRetryPreview={retry}
        onDownload={() => onDownload([entry])}
        onClose={onClose}
      />
    </Suspense>
  );
}
