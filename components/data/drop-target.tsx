"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type DroppedFile, droppedFiles, hasFiles } from "./dropped-files.ts";

type Props = { into: string; onFiles?: (files: DroppedFile[]) => void; children: ReactNode };

/** Listens for files dragged over `node`. Enter and leave fire for every child, hence the count. Returns how to stop. */
function listenForDrops(
  node: HTMLElement,
  onOver: (isOver: boolean) => void,
  onFiles: (files: DroppedFile[]) => void,
): () => void {
  const stop = new AbortController();
  let depth = 0;
  const listen = (type: "dragenter" | "dragover" | "dragleave" | "drop", act: (event: DragEvent) => void) =>
    node.addEventListener(
      type,
      (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        act(event);
      },
      { signal: stop.signal },
    );
  listen("dragenter", () => onOver(++depth > 0));
  listen("dragover", () => {});
  listen("dragleave", () => onOver(--depth > 0));
  listen("drop", ({ dataTransfer }) => {
    depth = 0;
    onOver(false);
    if (dataTransfer) void droppedFiles(dataTransfer).then(onFiles);
  });
  return () => stop.abort();
}

/** Takes files dropped on the list. Without `onFiles` (no right to write) it is only a box. */
export function DropTarget({ into, onFiles, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  useEffect(
    () => (box.current && onFiles ? listenForDrops(box.current, setOver, onFiles) : undefined),
    [onFiles],
  );
  return (
    <div ref={box} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 flex animate-appear items-center justify-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90 text-lg font-medium text-accent">
          <Upload aria-hidden="true" className="mr-2 size-5" />
          Drop to upload into {into}
        </div>
      )}
    </div>
  );
}
