"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./icon-button.tsx";

export type SidePanelProps = {
  title: string;
  subtitle?: ReactNode;
  onClose: () => void;
  toolbar?: ReactNode;
  children: ReactNode;
};

/** A panel beside the main content; below 1024 px it covers it. Escape inside closes it. */
export function SidePanel({ title, subtitle, onClose, toolbar, children }: SidePanelProps) {
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const node = panel.current;
    const close = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    node?.addEventListener("keydown", close);
    return () => node?.removeEventListener("keydown", close);
  }, [onClose]);
  return (
    <aside
      ref={panel}
      aria-labelledby={titleId}
      className="fixed inset-0 z-30 flex min-h-0 w-full flex-col bg-canvas lg:static lg:z-auto lg:w-[28rem] lg:shrink-0 lg:border-l lg:border-line xl:w-[34rem]"
    >
      <header className="flex items-start gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1">
          <h2 id={titleId} className="font-semibold break-words">
            {title}
          </h2>
          {subtitle && <div className="text-sm text-muted">{subtitle}</div>}
        </div>
        {toolbar}
        <IconButton
          label="Close panel"
          onClick={onClose}
          icon={<X aria-hidden="true" className="size-4" />}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  );
}
