"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type Tab = { id: string; label: string; content: ReactNode };

/** Tabs with arrow keys; the list scrolls sideways where it does not fit. */
export function Tabs({ tabs, label, initialId }: { tabs: Tab[]; label: string; initialId?: string }) {
  return (
    <Radix.Root defaultValue={initialId ?? tabs[0]?.id} className="flex min-h-0 flex-col gap-4">
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px h-8 shrink-0 border-b-2 border-transparent px-2 text-base text-muted hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink pointer-coarse:h-10"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="min-h-0">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
