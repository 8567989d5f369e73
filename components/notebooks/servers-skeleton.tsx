import { Loading, Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["a", "b"];

/** Notebook servers before the Hub has answered. */
export function ServersSkeleton() {
  return (
    <Loading
      label="Loading your notebook servers"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line"
    >
      {rows.map((row) => (
        <div
          key={row}
          className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-2 px-4 py-3 md:grid-cols-[auto_minmax(0,1fr)_6rem_10.5rem]"
        >
          <Skeleton className="size-9 rounded-lg" />
          <span className="flex flex-col gap-2.5 py-1">
            <Skeleton className="h-3 w-40" />
            <Skeleton className="h-3 w-64 max-w-full" />
          </span>
          <Skeleton className="h-3 w-16 max-md:col-start-2" />
        </div>
      ))}
    </Loading>
  );
}
