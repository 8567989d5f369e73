"use client";

import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import type { LakeEntry } from "./lake-entry.ts";
import { type ListKey, readListKey } from "./list-keys.ts";
import { emptyList, findTyped, type ListMove, moveInList } from "./selection.ts";

const typeAheadMs = 700;
const fallbackRowPx = 36;

export type FileListEvents = {
  onOpen: (entry: LakeEntry) => void;
  onUp?: () => void;
  onSelectionChange?: (names: string[]) => void;
};

/** Collects what is typed within 0.7 s of each other. */
function useTypeAhead() {
  const typed = useRef({ text: "", atMs: 0 });
  return useCallback((letter: string, atMs: number) => {
    const isFresh = atMs - typed.current.atMs > typeAheadMs;
    typed.current = { text: isFresh ? letter : typed.current.text + letter, atMs };
    return typed.current.text;
  }, []);
}

/** Space and Enter on a checkbox, button or link belong to that control, not to the list. */
function isInControl(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== " " && event.key !== "Enter") return false;
  return event.target instanceof Element && event.target.closest("input, a, button") !== null;
}

function pageRowsOf(event: KeyboardEvent<HTMLElement>): number {
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  return Math.max(
    1,
    Math.floor(
      (event.currentTarget.parentElement?.clientHeight ?? 0) / (row?.clientHeight ?? fallbackRowPx),
    ) - 2,
  );
}

/** Active row, selection and keys of the file list; `entries` in the order shown. */
export function useFileList(entries: LakeEntry[], events: FileListEvents) {
  const { onOpen, onUp, onSelectionChange } = events;
  const [state, setState] = useState(emptyList);
  const names = useMemo(() => entries.map((entry) => entry.name), [entries]);
  const collect = useTypeAhead();

  const move = useCallback(
    (next: ListMove) => {
      const after = moveInList(state, next, names);
      setState(after);
      if (after.selected !== state.selected) onSelectionChange?.([...after.selected]);
    },
    [state, names, onSelectionChange],
  );

  const obey = (key: ListKey, event: KeyboardEvent<HTMLElement>) => {
    const entry = entries[state.active];
    if (key.kind === "open") return entry && onOpen(entry);
    if (key.kind === "up") return onUp?.();
    if (key.kind === "nothing") return;
    if (key.kind !== "type") return move(key);
    const found = findTyped(names, collect(key.letter, event.timeStamp), state.active);
    if (found >= 0) move({ kind: "go", to: found, isExtending: false });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = readListKey(event, {
      active: state.active,
      count: entries.length,
      pageRows: pageRowsOf(event),
    });
    if (key.kind === "nothing" || isInControl(event)) return;
    event.preventDefault();
    obey(key, event);
  };

  return { state, move, onKeyDown };
}
