import { formatBytes, formatCount } from "#components/ui/format-number.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { LakeEntry } from "./lake-entry.ts";
import { isPartialSort, type Sort } from "./sort-entries.ts";

export type FileListStatusProps = {
  shown: LakeEntry[];
  selected: ReadonlySet<string>;
  sort: Sort;
  hasMore: boolean;
  isLoadingMore?: boolean;
  onLoadMore?: () => void;
  onLoadAll?: () => void;
  loadFailure?: string;
};

/** "1 entry", "20,000 entries", "5,000 entries loaded, more to come". */
export function countStatement(count: number, hasMore: boolean): string {
  const noun = count === 1 ? "entry" : "entries";
  return hasMore ? `${formatCount(count)} ${noun} loaded, more to come` : `${formatCount(count)} ${noun}`;
}

/** "3 selected, 1.20 MiB"; the size counts the files among them. */
export function selectionStatement(entries: LakeEntry[], selected: ReadonlySet<string>): string {
  const chosen = entries.filter((entry) => selected.has(entry.name));
  const bytes = chosen.reduce((sum, entry) => sum + (entry.sizeBytes ?? 0), 0);
  const size = chosen.some((entry) => entry.kind === "file") ? `, ${formatBytes(bytes)}` : "";
  return `${formatCount(chosen.length)} selected${size}`;
}

function More({
  sort,
  hasMore,
  isLoadingMore,
  onLoadAll,
  onLoadMore,
  loadFailure,
}: Omit<FileListStatusProps, "shown" | "selected">) {
  const button = "link min-h-6";
  if (loadFailure) {
    return (
      <span role="alert" className="text-danger">
        {loadFailure}{" "}
        <button type="button" onClick={onLoadMore} className={button}>
          Try again
        </button>
      </span>
    );
  }
  if (isLoadingMore) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Spinner className="size-3.5" />
        Loading more
      </span>
    );
  }
  if (!hasMore || !onLoadAll) return null;
  return (
    <span>
      {isPartialSort(sort, hasMore) && "Sorted among what is loaded. "}
      <button type="button" onClick={onLoadAll} className={button}>
        Load all
      </button>
    </span>
  );
}

/** The line under the list: how many, how many selected, and honestly whether the sort covers everything. */
export function FileListStatus({ shown, selected, ...more }: FileListStatusProps) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-subtle px-4 py-1 text-xs text-muted tabular-nums">
      <span role="status">{countStatement(shown.length, more.hasMore)}</span>
      {/* Not at the far end: the queue of transfers floats there. */}
      <More {...more} />
      {selected.size > 0 && (
        <span className="font-medium text-ink">{selectionStatement(shown, selected)}</span>
      )}
    </div>
  );
}
