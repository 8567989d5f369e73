"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useCallback, useId, useState } from "react";
import { type TransferItem, transferSummary } from "#components/transfers/transfer-item.ts";
import { TransferRow } from "#components/transfers/transfer-row.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";

export type TransferQueueProps = {
  transfers: TransferItem[];
  onCancel: (id: string) => void;
  onRetry: (id: string) => void;
  onCancelAll: () => void;
  onDismiss: () => void;
};

type HeadProps = TransferQueueProps & { isOpen: boolean; listId: string; onToggle: () => void };

function Head({ transfers, onCancelAll, onDismiss, isOpen, listId, onToggle }: HeadProps) {
  const { title, figures, isActive } = transferSummary(transfers);
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
        label={isOpen ? "Collapse transfers" : "Expand transfers"}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={onToggle}
        icon={<Chevron aria-hidden="true" className="size-4" />}
      />
      {!isActive && (
        <IconButton
          label="Close transfers"
          onClick={onDismiss}
          icon={<X aria-hidden="true" className="size-4" />}
        />
      )}
    </header>
  );
}

/** Toasts stand above the queue (components/ui/toast.tsx reads the same name), so that neither covers the other. */
function useMakeRoomForToasts(): (section: HTMLElement | null) => (() => void) | undefined {
  return useCallback((section) => {
    if (section === null) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty("--queue-height", `${section.offsetHeight}px`),
    );
    observer.observe(section);
    return () => {
      observer.disconnect();
      style.removeProperty("--queue-height");
    };
  }, []);
}

/** Transfers of this window: each with its progress, rate, time left, cancel and retry. Leaving the page does not end them. */
export function TransferQueue(props: TransferQueueProps) {
  const [isOpen, setOpen] = useState(true);
  const listId = useId();
  const makeRoom = useMakeRoomForToasts();
  if (props.transfers.length === 0) return null;
  return (
    <section
      ref={makeRoom}
      aria-label="Transfers"
      className="fixed inset-x-2 bottom-[calc(var(--shell-bottom)+0.5rem)] z-30 overflow-hidden rounded-lg border border-line bg-raised shadow-overlay sm:left-auto sm:w-96 md:right-4 md:bottom-4"
    >
      <Head {...props} isOpen={isOpen} listId={listId} onToggle={() => setOpen(!isOpen)} />
      <ul
        id={listId}
        hidden={!isOpen}
        className="max-h-72 divide-y divide-line overflow-y-auto border-t border-line"
      >
        {props.transfers.map((transfer) => (
          <TransferRow
            key={transfer.id}
            transfer={transfer}
            onCancel={props.onCancel}
            onRetry={props.onRetry}
          />
        ))}
      </ul>
    </section>
  );
}
