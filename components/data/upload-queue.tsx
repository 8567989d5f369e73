"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type UploadItem, uploadSummary } from "./upload-item.ts";
import { UploadRow } from "./upload-row.tsx";

export type UploadQueueProps = {
  uploads: UploadItem[];
  onCancel: (id: string) => void;
  onRetry: (id: string) => void;
  onCancelAll: () => void;
  onDismiss: () => void;
};

type HeadProps = UploadQueueProps & { isOpen: boolean; listId: string; onToggle: () => void };

function Head({ uploads, onCancelAll, onDismiss, isOpen, listId, onToggle }: HeadProps) {
  const { title, figures, isActive } = uploadSummary(uploads);
  const Chevron = isOpen ? ChevronDown : ChevronUp;
  return (
    <header className="flex items-center gap-1 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-medium" aria-live="polite">
          {title}
        </h2>
        {figures && <p className="truncate text-xs text-muted tabular-nums">{figures}</p>}
      </div>
      {isActive && (
        <Button size="sm" variant="ghost" onClick={onCancelAll}>
          Cancel all
        </Button>
      )}
      <IconButton
        label={isOpen ? "Collapse uploads" : "Expand uploads"}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={onToggle}
        icon={<Chevron aria-hidden="true" className="size-4" />}
      />
      {!isActive && (
        <IconButton
          label="Close uploads"
          onClick={onDismiss}
          icon={<X aria-hidden="true" className="size-4" />}
        />
      )}
    </header>
  );
}

/** Uploads of this window: each with its progress, rate, time left, cancel and retry. Leaving the directory does not end them. */
export function UploadQueue(props: UploadQueueProps) {
  const [isOpen, setOpen] = useState(true);
  const listId = useId();
  if (props.uploads.length === 0) return null;
  return (
    <section
      aria-label="Uploads"
      className="fixed inset-x-2 bottom-[calc(var(--shell-bottom)+0.5rem)] z-30 overflow-hidden rounded-lg border border-line bg-raised shadow-overlay sm:left-auto sm:w-96 md:right-4 md:bottom-4"
    >
      <Head {...props} isOpen={isOpen} listId={listId} onToggle={() => setOpen(!isOpen)} />
      <ul
        id={listId}
        hidden={!isOpen}
        className="max-h-72 divide-y divide-line overflow-y-auto border-t border-line"
      >
        {props.uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} onCancel={props.onCancel} onRetry={props.onRetry} />
        ))}
      </ul>
    </section>
  );
}
