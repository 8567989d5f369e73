"use client";

import { Command } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { overlayClass } from "#components/ui/dialog.tsx";

/** One place or action. `keywords` are further words that find it. */
export type PaletteItem = {
  id: string;
  group: string;
  label: string;
  hint?: string;
  href: string;
  keywords?: string[];
};

const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

function groupsOf(items: PaletteItem[]): Array<[string, PaletteItem[]]> {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

function Row({ item, onChoose }: { item: PaletteItem; onChoose: (item: PaletteItem) => void }) {
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, item.hint ?? "", ...(item.keywords ?? [])]}
      onSelect={() => onChoose(item)}
      className="group flex min-h-9 items-center gap-3 rounded-md px-2 data-[selected=true]:bg-accent-soft pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint && <span className="max-w-[45%] truncate text-sm text-muted">{item.hint}</span>}
      <CornerDownLeft
        aria-hidden="true"
        className="invisible size-3.5 text-muted group-data-[selected=true]:visible"
      />
    </Command.Item>
  );
}

function Results({ items, onChoose }: { items: PaletteItem[]; onChoose: (item: PaletteItem) => void }) {
  return (
    <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2">
      <Command.Empty className="px-2 py-6 text-center text-muted">
        Nothing by that name that you can reach.
      </Command.Empty>
      {groupsOf(items).map(([group, members]) => (
        <Command.Group key={group} heading={group} className={groupClass}>
          {members.map((item) => (
            <Row key={item.id} item={item} onChoose={onChoose} />
          ))}
        </Command.Group>
      ))}
    </Command.List>
  );
}

/** Go anywhere by typing. Default export because React.lazy asks for one. */
export default function Palette({ items, onClose }: { items: PaletteItem[]; onClose: () => void }) {
  const router = useRouter();
  const choose = (item: PaletteItem) => {
    onClose();
    router.push(item.href);
  };
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100%-2rem)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-overlay outline-none"
        >
          <Radix.Title className="sr-only">Go to</Radix.Title>
          <Command label="Go to" loop>
            <div className="flex items-center gap-2 border-b border-line px-4">
              <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
              <Command.Input
                placeholder="Folders, organizations, places…"
                className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-muted"
              />
            </div>
            <Results items={items} onChoose={choose} />
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
