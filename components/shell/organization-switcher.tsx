"use client";

import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { Avatar } from "#components/ui/avatar.tsx";

export type ShellOrganization = { slug: string; name: string; href: string };

const OrganizationMenu = lazy(() => import("./organization-menu.tsx"));
const className =
  "inline-flex h-8 min-w-0 items-center gap-2 rounded-md px-1.5 font-medium hover:bg-hover pointer-coarse:h-10";

function Face({ organization }: { organization: ShellOrganization | undefined }) {
  return (
    <>
      {organization && <Avatar name={organization.name} hueKey={organization.slug} size="sm" isSquare />}
      <span className="max-w-48 truncate max-sm:max-w-28">{organization?.name ?? "All organizations"}</span>
    </>
  );
}

/** Which organization one is in: `current`, else the address's first part. With a single one it is a plain link; the menu is loaded when it is first opened. */
export function OrganizationSwitcher({
  organizations,
  current,
}: {
  organizations: ShellOrganization[];
  current?: string;
}) {
  const [isWanted, setWanted] = useState(false);
  const here = usePathname().split("/")[1];
  const only = organizations.length === 1 ? organizations[0] : undefined;
  const organization = organizations.find((candidate) => candidate.slug === (current ?? here));
  if (organizations.length === 0) return null;
  const divider = <span aria-hidden="true" className="h-5 w-px rotate-12 bg-control" />;
  if (only) {
    return (
      <>
        {divider}
        <Link href={only.href} className={className}>
          <Face organization={only} />
        </Link>
      </>
    );
  }
  const trigger = (
    <button type="button" aria-haspopup="menu" onClick={() => setWanted(true)} className={className}>
      <Face organization={organization} />
      <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">Switch organization</span>
    </button>
  );
  return (
    <>
      {divider}
      {isWanted ? (
        <Suspense fallback={trigger}>
          <OrganizationMenu trigger={trigger} organizations={organizations} current={organization?.slug} />
        </Suspense>
      ) : (
        trigger
      )}
    </>
  );
}
