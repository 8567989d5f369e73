import {
  Bell,
  BookOpen,
  Building2,
  Database,
  FolderKey,
  House,
  type LucideIcon,
  NotebookText,
  ScrollText,
  Settings,
  Users,
} from "lucide-react";

/** Icons by name, so that a server layout can name one in plain data. */
export const navigationIcons = {
  home: House,
  data: Database,
  notebooks: NotebookText,
  people: Users,
  access: FolderKey,
  audit: ScrollText,
  organizations: Building2,
  requests: Bell,
  docs: BookOpen,
  settings: Settings,
} satisfies Record<string, LucideIcon>;

export type NavigationItem = { label: string; href: string; icon: keyof typeof navigationIcons };
/** Places under one label. `organization`: the slug whose places these are. */
export type NavigationGroup = { label?: string; organization?: string; items: NavigationItem[] };

/** Organizations whose places are all listed while one is in none of them. */
const organizationsListedMax = 3;

/** The groups to show at `pathname`: everybody's own, and those of the organization one is in, or of a few while one is in none. */
export function groupsAt(groups: NavigationGroup[], pathname: string): NavigationGroup[] {
  const here = pathname.split("/")[1];
  const owned = groups.filter((group) => group.organization !== undefined);
  const isInOne = owned.some((group) => group.organization === here);
  const areFew = owned.length <= organizationsListedMax;
  return groups.filter(
    (group) => group.organization === undefined || (isInOne ? group.organization === here : areFew),
  );
}

/** Whether `pathname` lies at or below `href`; Home ("/") only matches itself. */
export function isCurrentPlace(pathname: string, href: string): boolean {
  if (href === "/") return pathname === "/";
  return pathname === href || pathname.startsWith(`${href}/`);
}
