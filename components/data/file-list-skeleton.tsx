import { classNames } from "#components/ui/class-names.ts";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { columnsClass, rowHeightClass } from "./file-row.tsx";

const widths = [
  "w-48",
  "w-32",
  "w-40",
  "w-56",
  "w-36",
  "w-44",
  "w-28",
  "w-52",
  "w-60",
  "w-24",
  "w-64",
  "w-20",
];

function Row({ width }: { width: string }) {
  return (
    <div className={classNames(columnsClass, rowHeightClass, "border-b border-line")}>
      <Skeleton className="mx-auto size-4" />
      <span className="flex items-center gap-2.5">
        <Skeleton className="size-4" />
        <Skeleton className={classNames("h-3 max-w-full", width)} />
      </span>
      <Skeleton className="hidden h-3 w-16 md:block" />
      <Skeleton className="mr-6 ml-auto hidden h-3 w-12 md:block" />
      <Skeleton className="mr-4 h-3 w-20" />
    </div>
  );
}

/** The file list before it is there: the same columns and heights, so that nothing jumps. */
export function FileListSkeleton() {
  return (
    <Loading label="Loading the directory" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="h-9 shrink-0 border-b border-line" />
      {widths.map((width) => (
        <Row key={width} width={width} />
      ))}
    </Loading>
  );
}
