import { ChevronRight } from "lucide-react";
import Link from "next/link";

export type Crumb = { label: string; href?: string };

function CrumbItem({ crumb, isLast }: { crumb: Crumb; isLast: boolean }) {
  const className = "block max-w-56 truncate rounded-sm px-1 py-0.5";
  if (isLast || !crumb.href) {
    return (
      <span
        aria-current={isLast ? "page" : undefined}
        className={`${className} ${isLast ? "font-medium" : "text-muted"}`}
      >
        {crumb.label}
      </span>
    );
  }
  return (
    <Link href={crumb.href} className={`${className} text-muted hover:bg-hover hover:text-ink`}>
      {crumb.label}
    </Link>
  );
}

/** The way down to here. On narrow screens it wraps; the last crumb is the page itself. */
export function Breadcrumb({ crumbs, label = "Breadcrumb" }: { crumbs: Crumb[]; label?: string }) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ol className="-ml-1 flex flex-wrap items-center">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href ?? `${index}-${crumb.label}`} className="flex min-w-0 items-center">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-muted" />}
            <CrumbItem crumb={crumb} isLast={index === crumbs.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}
