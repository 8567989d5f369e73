"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#components/ui/class-names.ts";
import { isCurrentPlace, type NavigationItem, navigationIcons } from "./navigation.ts";

const looks = {
  side: "h-8 gap-2.5 rounded-md px-2 text-base hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent",
  bar: "h-14 flex-1 flex-col justify-center gap-0.5 px-1 text-xs text-muted focus-visible:-outline-offset-2 aria-[current]:font-medium aria-[current]:text-accent",
};

/** One place of the navigation; knows whether the person is there. */
export function NavigationLink({ item, look }: { item: NavigationItem; look: keyof typeof looks }) {
  const pathname = usePathname();
  const Icon = navigationIcons[item.icon];
  const isCurrent = isCurrentPlace(pathname, item.href);
  return (
    <Link
      href={item.href}
      aria-current={isCurrent ? (pathname === item.href ? "page" : "true") : undefined}
      className={classNames("flex min-w-0 items-center transition-colors", looks[look])}
    >
      <Icon aria-hidden="true" className={look === "bar" ? "size-5" : "size-4 shrink-0"} />
      <span className="max-w-full truncate">{item.label}</span>
    </Link>
  );
}
