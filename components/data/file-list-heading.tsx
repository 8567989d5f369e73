import { ArrowDown, ArrowUp } from "lucide-react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { columnsClass } from "./file-row.tsx";
import type { Sort, SortKey } from "./sort-entries.ts";

export type FileListHeadingProps = {
  sort: Sort;
  onSort: (key: SortKey) => void;
  selection: "none" | "some" | "all";
  onSelectAll: (isSelecting: boolean) => void;
};

type ColumnProps = {
  id: SortKey;
  label: string;
  sort: Sort;
  onSort: (key: SortKey) => void;
  className?: string;
};

function Column({ id, label, sort, onSort, className }: ColumnProps) {
  const isSorted = sort.key === id;
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : "none"}
      className={classNames("flex min-w-0 font-medium", className)}
    >
      <button
        type="button"
        onClick={() => onSort(id)}
        className="-mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink aria-[current]:text-ink"
        aria-current={isSorted || undefined}
      >
        {label}
        <Arrow aria-hidden="true" className={classNames("size-3", !isSorted && "invisible")} />
      </button>
    </th>
  );
}

/** The heading of the list: select all that is loaded, and sort. */
export function FileListHeading({ sort, onSort, selection, onSelectAll }: FileListHeadingProps) {
  const column = { sort, onSort };
  return (
    <thead className="sticky top-0 z-10 block border-b border-line bg-canvas">
      <tr aria-rowindex={1} className={classNames(columnsClass, "h-9 text-xs font-medium text-muted")}>
        <th scope="col" className="flex justify-center">
          <Checkbox
            label="Select all loaded entries"
            isLabelHidden
            checked={selection === "all"}
            isMixed={selection === "some"}
            onChange={(event) => onSelectAll(event.target.checked)}
          />
        </th>
        <Column {...column} id="name" label="Name" />
        <th scope="col" className="hidden text-left font-medium md:block">
          Type
        </th>
        <Column {...column} id="size" label="Size" className="hidden justify-end pr-6 md:flex" />
        <Column {...column} id="modified" label="Modified" className="pr-4" />
      </tr>
    </thead>
  );
}
