"use client";

import {
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type SyntheticEvent,
  useCallback,
  useMemo,
  useState,
} from "react";
import { FileListHeading } from "./file-list-heading.tsx";
import { FileListStatus } from "./file-list-status.tsx";
import { FileRow, type FileRowProps } from "./file-row.tsx";
import { entryHref, type LakeEntry } from "./lake-entry.ts";
import { lakeOrder, nextSort, sortEntries } from "./sort-entries.ts";
import { type FileListEvents, useFileList } from "./use-file-list.ts";
import {
  useFollowActive,
  useLoadAhead,
  useTopOnSort,
  useVirtualRows,
  type VirtualRows,
} from "./use-virtual-rows.ts";

export type FileListProps = FileListEvents & {
  label: string;
  directoryHref: string;
  entries: LakeEntry[];
  hasMore: boolean;
  isLoadingMore?: boolean;
  onLoadMore?: () => void;
  onLoadAll?: () => void;
  loadFailure?: string;
  now?: string;
  /** The entry that the panel shows. */
  openName?: string;
  empty?: ReactNode;
};

/** A native table, so that rows and cells need no roles of their own; as a grid it takes the arrow keys. */
const gridRole = { role: "grid", "aria-multiselectable": true } as const;

type List = ReturnType<typeof useFileList>;

type RowsProps = { list: List; shown: LakeEntry[]; props: FileListProps; heading: ReactNode; order: string };

/** Row index and entry under an event that the table received; controls inside a row keep their own presses. */
function rowUnder(event: SyntheticEvent): number | undefined {
  if (!(event.target instanceof Element) || event.target.closest("a, label, button")) return undefined;
  const row = event.target.closest("[data-row]")?.getAttribute("data-row");
  return row ? Number(row) : undefined;
}

/** Presses on rows: plain goes there, Ctrl or Cmd selects one more, Shift selects up to here, double opens. */
function usePresses({ move }: List, shown: LakeEntry[], onOpen: (entry: LakeEntry) => void) {
  const onToggle = useCallback(
    (at: number, isRange: boolean) => move({ kind: "toggle", at, isRange }),
    [move],
  );
  const onPointerDown = (event: PointerEvent) => {
    const at = event.button === 0 ? rowUnder(event) : undefined;
    if (at === undefined) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) onToggle(at, event.shiftKey);
    else move({ kind: "go", to: at, isExtending: false });
  };
  const onDoubleClick = (event: MouseEvent) => {
    const entry = shown[rowUnder(event) ?? -1];
    if (entry) onOpen(entry);
  };
  return { onToggle, onPointerDown, onDoubleClick };
}

function Body({
  list,
  shown,
  props,
  rows,
  onToggle,
}: RowsProps & { rows: VirtualRows; onToggle: FileRowProps["onToggle"] }) {
  const items = rows.getVirtualItems();
  return (
    <tbody className="block" style={{ height: rows.getTotalSize(), paddingTop: items[0]?.start ?? 0 }}>
      {items.map(({ index }) => {
        const entry = shown[index];
        if (!entry) return null;
        return (
          <FileRow
            key={entry.name}
            entry={entry}
            index={index}
            href={entryHref(props.directoryHref, entry.name)}
            now={props.now}
            isActive={index === list.state.active}
            isSelected={list.state.selected.has(entry.name)}
            isOpen={entry.name === props.openName}
            onToggle={onToggle}
            onOpen={props.onOpen}
          />
        );
      })}
    </tbody>
  );
}

function Rows(rowsProps: RowsProps) {
  const { list, shown, props, heading, order } = rowsProps;
  const { scroller, rows } = useVirtualRows(shown.length);
  const { onToggle, ...presses } = usePresses(list, shown, props.onOpen);
  const isWaiting = props.isLoadingMore || !props.hasMore || props.loadFailure !== undefined;
  useLoadAhead(
    rows.getVirtualItems().at(-1)?.index ?? 0,
    shown.length,
    isWaiting ? undefined : props.onLoadMore,
  );
  useTopOnSort(rows, order);
  useFollowActive(rows, list.state.active);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain [contain:strict]">
      <table
        {...gridRole}
        aria-label={props.label}
        aria-rowcount={props.hasMore ? -1 : shown.length + 1}
        onKeyDown={list.onKeyDown}
        {...presses}
        className="block"
      >
        {heading}
        <Body {...rowsProps} rows={rows} onToggle={onToggle} />
      </table>
    </div>
  );
}

function selectionOf(selected: number, count: number): "none" | "some" | "all" {
  if (selected === 0) return "none";
  return selected >= count ? "all" : "some";
}

/** The contents of a directory: any number of entries, drawn as they come into view, wholly usable by keyboard. */
export function FileList(props: FileListProps) {
  const { entries, hasMore } = props;
  const [sort, setSort] = useState(lakeOrder);
  const [isPaged] = useState(hasMore);
  const shown = useMemo(() => sortEntries(entries, sort, isPaged), [entries, sort, isPaged]);
  const list = useFileList(shown, props);
  const selected = list.state.selected.size;
  const heading = (
    <FileListHeading
      sort={sort}
      onSort={(key) => setSort(nextSort(sort, key))}
      selection={selectionOf(selected, shown.length)}
      onSelectAll={(isSelecting) => list.move({ kind: isSelecting ? "all" : "none" })}
    />
  );
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {entries.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto">{props.empty}</div>
      ) : (
        <Rows
          list={list}
          shown={shown}
          props={props}
          heading={heading}
          order={`${sort.key} ${sort.isDescending}`}
        />
      )}
      <FileListStatus {...props} sort={sort} shown={shown} selected={list.state.selected} />
    </div>
  );
}
