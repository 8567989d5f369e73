"use client";

import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import type { PaletteItem } from "./palette.tsx";

const Palette = lazy(() => import("./palette.tsx"));

function isPaletteKey(event: KeyboardEvent): boolean {
  return (
    event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  );
}

/** Opens the command palette, by press or by Ctrl/Cmd-K; the palette itself is loaded then. */
export function PaletteButton({ items }: { items: PaletteItem[] }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    };
    document.addEventListener("keydown", toggle);
    return () => document.removeEventListener("keydown", toggle);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="inline-flex h-8 items-center gap-2 rounded-md text-muted max-sm:w-8 max-sm:justify-center max-sm:hover:bg-hover sm:w-52 sm:border sm:border-line sm:bg-subtle sm:px-2 sm:hover:border-control pointer-coarse:h-10"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="flex-1 text-left max-sm:sr-only">Go to…</span>
        <span aria-hidden="true" className="hidden sm:inline">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <Suspense>{isOpen && <Palette items={items} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
