import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Breadcrumb, type Crumb } from "#components/ui/breadcrumb.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";

/** Where the reader is. `crumbs` start at the partition's name, never its suffix, and end here. `level`: null when only the lake knows. */
export type DataLocation = {
  name: string;
  zone: string;
  crumbs: Crumb[];
  level: "reader" | "contributor" | null;
  until: string | null;
};

const levels = { reader: "You read here", contributor: "You read and write here" };

/** Breadcrumb, title, what one may do here until when, and the toolbar. */
export function DataHeader({
  location,
  now,
  toolbar,
}: {
  location: DataLocation;
  now?: string;
  toolbar?: ReactNode;
}) {
  const { name, zone, crumbs, level, until } = location;
  return (
    <header className="flex flex-col gap-1 px-4 py-2">
      <Breadcrumb crumbs={crumbs} label="Path" />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="truncate text-xl font-semibold tracking-tight">{name}</h1>
          <Badge>{zone}</Badge>
          {level && <Badge tone={level === "contributor" ? "accent" : "neutral"}>{levels[level]}</Badge>}
          {until && (
            <span className="inline-flex items-center gap-1 text-sm text-muted">
              <Clock aria-hidden="true" className="size-3.5" />
              ends <RelativeTime at={until} now={now} />
            </span>
          )}
        </div>
        {toolbar}
      </div>
    </header>
  );
}
