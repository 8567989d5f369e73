import { Clock, FolderKey } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";

/** A granted folder without a granted ancestor. `until`: ISO 8601; `trail`: names above it, from the partition down; `freshness`: how new its data is, which may arrive later than the row. */
export type GrantedFolder = {
  id: string;
  name: string;
  organization: { slug: string; name: string };
  zone: string;
  trail: string[];
  href: string;
  level: "reader" | "contributor";
  until: string | null;
  freshness: ReactNode;
};

function Place({ folder }: { folder: GrantedFolder }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-sm text-muted">
      <Avatar name={folder.organization.name} hueKey={folder.organization.slug} size="sm" isSquare />
      <span className="truncate">{[folder.organization.name, ...folder.trail].join(" / ")}</span>
    </span>
  );
}

function Terms({ folder, now }: { folder: GrantedFolder; now: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <Badge tone={folder.level === "contributor" ? "accent" : "neutral"}>
        {folder.level === "contributor" ? "Contributor" : "Reader"}
      </Badge>
      {folder.until && (
        <span className="inline-flex items-center gap-1">
          <Clock aria-hidden="true" className="size-3.5" />
          ends <RelativeTime at={folder.until} now={now} />
        </span>
      )}
    </span>
  );
}

function FolderRow({ folder, now }: { folder: GrantedFolder; now: string }) {
  return (
    <li className="relative grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-2 px-4 py-3 hover:bg-subtle md:grid-cols-[auto_minmax(0,1fr)_15rem_11rem]">
      <span className="flex size-9 items-center justify-center rounded-lg bg-accent-soft text-accent max-md:self-start">
        <FolderKey aria-hidden="true" className="size-5" />
      </span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={folder.href}
            className="truncate font-medium after:absolute after:inset-0 hover:underline"
          >
            {folder.name}
          </Link>
          <Badge>{folder.zone}</Badge>
        </span>
        <Place folder={folder} />
      </span>
      <span className="max-md:col-start-2">
        <Terms folder={folder} now={now} />
      </span>
      <span className="text-sm text-muted max-md:col-start-2 md:text-right">{folder.freshness}</span>
    </li>
  );
}

/** "My folders": each row is one link. `now` is the server's ISO time, so that the first paint agrees with it. */
export function GrantedFolders({ folders, now }: { folders: GrantedFolder[]; now: string }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {folders.map((folder) => (
        <FolderRow key={folder.id} folder={folder} now={now} />
      ))}
    </ul>
  );
}
