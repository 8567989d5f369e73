import Link from "next/link";
import { memo } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { formatBytes } from "#components/ui/format-number.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { EntryIcon } from "./entry-icon.tsx";
import { entryType, type LakeEntry } from "./lake-entry.ts";

/** Columns of the list, shared by heading, rows and skeleton. On a phone a row is a card of two lines. */
export const columnsClass =
  "grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center md:grid-cols-[2.5rem_minmax(0,1fr)_9rem_7rem_10rem]";
export const rowHeightPx = { table: 36, card: 56 };
export const rowHeightClass = "h-14 md:h-9";

export type FileRowProps = {
  entry: LakeEntry;
  index: number;
  href: string;
  now?: string;
  isActive: boolean;
  isSelected: boolean;
  isOpen: boolean;
  onToggle: (index: number, isRange: boolean) => void;
  onOpen: (entry: LakeEntry) => void;
};

function Name({ entry, href, onOpen }: Pick<FileRowProps, "entry" | "href" | "onOpen">) {
  return (
    <td className="flex min-w-0 items-center gap-2.5 pr-2">
      <EntryIcon entry={entry} />
      <span className="min-w-0">
        <Link
          href={href}
          prefetch={false}
          tabIndex={-1}
          onClick={(event) => {
            if (entry.kind === "directory" || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onOpen(entry);
          }}
          className="block truncate hover:underline"
        >
          {entry.name}
        </Link>
        <span className="block truncate text-xs text-muted md:hidden">
          {entryType(entry)}
          {entry.sizeBytes !== null && ` · ${formatBytes(entry.sizeBytes)}`}
        </span>
      </span>
    </td>
  );
}

function Details({ entry, now }: Pick<FileRowProps, "entry" | "now">) {
  return (
    <>
      <td className="hidden truncate pr-4 text-muted md:block">{entryType(entry)}</td>
      <td className="hidden pr-6 text-right text-muted md:block">{formatBytes(entry.sizeBytes)}</td>
      <td className="truncate pr-4 text-xs text-muted md:text-base">
        {entry.modifiedAt ? <RelativeTime at={entry.modifiedAt} now={now} /> : "–"}
      </td>
    </>
  );
}

/** One entry; the table around it listens for presses and keys. */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, index, isActive, isSelected, isOpen, onToggle } = props;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      data-row={index}
      tabIndex={isActive ? 0 : -1}
      className={classNames(
        columnsClass,
        rowHeightClass,
        "border-b border-line select-none focus-visible:-outline-offset-2",
        isSelected ? "bg-accent-soft" : isOpen ? "bg-hover" : "hover:bg-subtle",
        isOpen && "shadow-[inset_2px_0_var(--accent)]",
      )}
    >
      <td className="flex justify-center">
        <Checkbox
          label={`Select ${entry.name}`}
          isLabelHidden
          tabIndex={-1}
          checked={isSelected}
          onChange={({ nativeEvent }) =>
            onToggle(index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      </td>
      <Name {...props} />
      <Details {...props} />
    </tr>
  );
});
