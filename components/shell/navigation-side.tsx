"use client";

import { usePathname } from "next/navigation";
import { groupsAt, type NavigationGroup } from "./navigation.ts";
import { NavigationLink } from "./navigation-link.tsx";

/** The navigation at the left, from 768 px up. */
export function NavigationSide({ groups }: { groups: NavigationGroup[] }) {
  const shown = groupsAt(groups, usePathname());
  return (
    <nav
      aria-label="Main"
      className="sticky top-(--shell-top) hidden h-[calc(100dvh-var(--shell-top))] w-52 shrink-0 flex-col gap-4 overflow-y-auto border-r border-line bg-subtle p-2 md:flex"
    >
      {shown.map((group) => (
        <ul
          key={group.organization ?? group.label ?? "first"}
          aria-label={group.label}
          className="flex flex-col gap-0.5"
        >
          {group.label && (
            <li aria-hidden="true" className="truncate px-2 pb-1 text-xs font-medium text-muted">
              {group.label}
            </li>
          )}
          {group.items.map((item) => (
            <li key={item.href}>
              <NavigationLink item={item} look="side" />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** The same places as a bar at the bottom of a phone: at most the first five. */
export function NavigationBar({ groups }: { groups: NavigationGroup[] }) {
  const shown = groupsAt(groups, usePathname());
  // Without their labels the places of two organizations could not be told apart.
  const owned = shown.filter((group) => group.organization !== undefined);
  const items = shown
    .filter((group) => group.organization === undefined || owned.length === 1)
    .flatMap((group) => group.items)
    .slice(0, 5);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-subtle md:hidden"
    >
      {items.map((item) => (
        <NavigationLink key={item.href} item={item} look="bar" />
      ))}
    </nav>
  );
}
