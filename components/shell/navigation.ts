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
export type NavigationGroup = { label?: string; items: NavigationItem[] };

/** Whether `pathname` lies at or below `href`; Home ("/") only matches itself. */
export function isCurrentPlace(pathname: string, href: string): boolean {
  if (href === "/") return pathname === "/";
  return pathname === href || pathname.startsWith(`${href}/`);
}
