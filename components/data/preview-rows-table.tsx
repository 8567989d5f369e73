import { classNames } from "#components/ui/class-names.ts";
import { formatBytes, formatCount } from "#components/ui/format-number.ts";
import { reachable } from "#components/ui/reachable.ts";
import type { PreviewColumn, PreviewRows } from "./preview.ts";

/** "First 200 of 1,240,881 rows · read 64.0 KiB of the file". */
export function rowsStatement({ rows, rowsTotal, bytesRead, skipped }: PreviewRows): string {
  const shown = formatCount(rows.length);
  const count =
    rowsTotal === null
      ? `First ${shown} rows`
      : rowsTotal > rows.length
        ? `First ${shown} of ${formatCount(rowsTotal)} rows`
        : `${shown} rows`;
  return [count, `read ${formatBytes(bytesRead)} of the file`, skipped].filter(Boolean).join(" · ");
}

function Head({ columns }: { columns: PreviewColumn[] }) {
  return (
    <thead className="sticky top-0 bg-subtle">
      <tr className="border-b border-line">
        <th scope="col" className="px-3 text-right">
          <span className="sr-only">Row</span>
        </th>
        {columns.map((column) => (
          <th
            key={column.name}
            scope="col"
            className={classNames(
              "px-3 py-1.5 font-medium whitespace-nowrap",
              column.isNumeric && "text-right",
            )}
          >
            {column.name}
            <span className="block text-xs font-normal text-muted">{column.type}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cell({ value, isNumeric }: { value: string | null | undefined; isNumeric: boolean }) {
  return (
    <td
      className={classNames(
        "max-w-80 truncate px-3 py-1 whitespace-nowrap",
        isNumeric && "text-right font-mono text-xs",
      )}
    >
      {value ?? <span className="text-muted italic">null</span>}
    </td>
  );
}

function Line({
  row,
  number,
  columns,
}: {
  row: Array<string | null>;
  number: number;
  columns: PreviewColumn[];
}) {
  return (
    <tr className="border-b border-line hover:bg-subtle">
      <td className="px-3 py-1 text-right text-xs text-muted select-none">{number}</td>
      {columns.map((column, index) => (
        <Cell key={column.name} value={row[index]} isNumeric={column.isNumeric} />
      ))}
    </tr>
  );
}

/** The first rows with their columns' types; scrolls both ways under a fixed heading. */
export function PreviewRowsTable(table: PreviewRows) {
  const lines = table.rows.map((row, index) => ({ row, number: index + 1 }));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <section
        aria-label="Rows"
        {...reachable}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <table className="min-w-full border-collapse text-left text-sm">
          <Head columns={table.columns} />
          <tbody>
            {lines.map(({ row, number }) => (
              <Line key={number} row={row} number={number} columns={table.columns} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="border-t border-line bg-subtle px-4 py-2 text-xs text-muted tabular-nums">
        {rowsStatement(table)}
      </p>
    </div>
  );
}
