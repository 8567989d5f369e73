"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type Tab = { id: string; label: string; content: ReactNode };

export type TabsProps = { tabs: Tab[]; label: string; initialId?: string; isFilling?: boolean };

/** Tabs with arrow keys; the list scrolls sideways where it does not fit. `isFilling`: the content takes all the height that is left, edge to edge. */
export function Tabs({ tabs, label, initialId, isFilling = false }: TabsProps) {
  return (
    <Radix.Root
      defaultValue={initialId ?? tabs[0]?.id}
      className={classNames("flex min-h-0 flex-col", isFilling ? "h-full" : "gap-4")}
    >
      <Radix.List
        aria-label={label}
        className={classNames(
          "flex shrink-0 gap-1 overflow-x-auto border-b border-line",
          isFilling && "px-2",
        )}
      >
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
        <Radix.Content
          key={tab.id}
          value={tab.id}
          className={classNames("min-h-0", isFilling && "flex-1 overflow-y-auto")}
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
