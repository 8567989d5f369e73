"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { rowHeightPx } from "./file-row.tsx";
import { useMedia } from "./use-media.ts";

/** What the server draws before it knows the window: about thirty rows. */
const firstRows = { width: 800, height: 1100 };
const loadAheadRows = 60;

/** Draws only the rows in view. The heading is sticky inside the same scroller, hence the padding. */
export function useVirtualRows(count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const isTable = useMedia("(width >= 48rem)");
  const rowPx = isTable ? rowHeightPx.table : rowHeightPx.card;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    initialRect: firstRows,
    scrollPaddingStart: rowHeightPx.table,
  });
  useEffect(() => {
    if (rowPx > 0) rows.measure();
  }, [rows, rowPx]);
  return { scroller, rows };
}

/** Asks for the next page while the reader is still sixty rows away from the end. */
export function useLoadAhead(lastRow: number, count: number, load: (() => void) | undefined) {
  const isNear = load !== undefined && lastRow >= count - loadAheadRows;
  useEffect(() => {
    if (isNear) load?.();
  }, [isNear, load]);
}

export type VirtualRows = ReturnType<typeof useVirtualRows>["rows"];

/** A new order starts at its top. */
export function useTopOnSort(rows: VirtualRows, order: string) {
  const seen = useRef(order);
  useEffect(() => {
    if (seen.current === order) return;
    seen.current = order;
    rows.scrollToOffset(0);
  }, [rows, order]);
}

/** Scrolls to the active row when it changes and gives it the focus once it is drawn. */
export function useFollowActive(rows: VirtualRows, active: number) {
  const wanted = useRef<number | null>(null);
  const seen = useRef(active);
  useEffect(() => {
    if (seen.current === active) return;
    seen.current = active;
    wanted.current = active;
    rows.scrollToIndex(active);
  }, [rows, active]);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = rows.scrollElement?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
}
