import { Hourglass } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** How new a folder's data is, as the person sees it. `newestAt`: ISO 8601. */
export type FreshnessState =
  | { state: "known"; newestAt: string | null }
  | { state: "on_its_way" }
  | { state: "refused" }
  | { state: "unknown" };

const words = {
  refused: "The lake refuses it",
  unknown: "The lake does not answer",
} as const;

/** One line about the newest data, or why there is none to tell. */
export function FolderFreshness({ freshness, now }: { freshness: FreshnessState; now: string }) {
  if (freshness.state === "on_its_way") {
    return (
      <Badge tone="warning" icon={<Hourglass aria-hidden="true" className="size-3" />}>
        Access on its way
      </Badge>
    );
  }
  if (freshness.state !== "known") return <span>{words[freshness.state]}</span>;
  if (freshness.newestAt === null) return <span>No data yet</span>;
  return (
    <span>
      Newest data <RelativeTime at={freshness.newestAt} now={now} />
    </span>
  );
}

/** Its place while the lake is being asked. */
export function FolderFreshnessSkeleton() {
  return <Skeleton className="h-3 w-28 md:ml-auto" />;
}
