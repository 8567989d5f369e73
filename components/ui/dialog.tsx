"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { IconButton } from "./icon-button.tsx";

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  width?: "sm" | "md" | "lg";
  footer?: ReactNode;
  children: ReactNode;
};

const widths = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl" };

export const overlayClass = "fixed inset-0 z-40 animate-appear bg-veil";
export const dialogClass =
  "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] w-full animate-rise flex-col rounded-t-lg border border-line bg-raised shadow-overlay outline-none sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:max-h-[85dvh] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg";

function Heading({ title, description }: { title: string; description?: string }) {
  return (
    <header className="flex items-start gap-4 border-b border-line py-3 pr-3 pl-6">
      <div className="min-w-0 flex-1 py-0.5">
        <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
        {description && <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>}
      </div>
      <Radix.Close asChild>
        <IconButton label="Close" icon={<X aria-hidden="true" className="size-4" />} />
      </Radix.Close>
    </header>
  );
}

/** Focus goes to the first field, else to the dialog itself, never to its cross. */
function focusFirst(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  const field = content?.querySelector<HTMLElement>(
    "input:checked, input:not([type=radio]), select, textarea",
  );
  (field ?? content)?.focus();
}

/** A modal dialog: a sheet from below on phones. Escape, the veil and the cross close it; focus returns to what opened it. */
export function Dialog({ isOpen, onClose, title, description, width = "md", footer, children }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          onOpenAutoFocus={focusFirst}
          className={classNames(dialogClass, widths[width])}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <Heading title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
