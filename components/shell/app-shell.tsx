import Link from "next/link";
import type { ReactNode } from "react";
import type { RunningServer } from "#components/notebooks/sign-out-dialog.tsx";
import type { Theme } from "#components/ui/theme.ts";
import type { NavigationGroup } from "./navigation.ts";
import { NavigationBar, NavigationSide } from "./navigation-side.tsx";
import { OrganizationSwitcher, type ShellOrganization } from "./organization-switcher.tsx";
import type { PaletteItem } from "./palette.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { PersonButton, type ShellPaths, type ShellPerson } from "./person-button.tsx";
import { Wordmark } from "./wordmark.tsx";

export type AppShellProps = {
  person: ShellPerson;
  organizations: ShellOrganization[];
  currentOrganization?: string;
  navigation: NavigationGroup[];
  palette: PaletteItem[];
  runningServers: RunningServer[];
  paths: ShellPaths;
  theme: Theme;
  isLocalCloud: boolean;
  children: ReactNode;
};

function LocalCloudBadge() {
  return (
    <span
      data-tooltip="Entra, the lake and the mail run on this machine as emulators"
      className="hidden h-6 items-center rounded-sm border border-dashed border-control px-2 text-xs text-muted lg:inline-flex"
    >
      local cloud
    </span>
  );
}

function Header({
  organizations,
  currentOrganization,
  palette,
  isLocalCloud,
  ...person
}: Omit<AppShellProps, "children" | "navigation">) {
  return (
    <header className="sticky top-0 z-20 flex h-(--shell-top) items-center gap-2 border-b border-line bg-canvas px-3 sm:px-4">
      <Link href="/" className="flex rounded-md" aria-label="Lakeport, home">
        <Wordmark isCompact />
      </Link>
      <OrganizationSwitcher organizations={organizations} current={currentOrganization} />
      <span className="flex-1" />
      {isLocalCloud && <LocalCloudBadge />}
      <PaletteButton items={palette} />
      <PersonButton {...person} />
    </header>
  );
}

/** The frame of every signed-in page. A server component: only its menus, palette and links hold state. */
export function AppShell({ children, navigation, ...header }: AppShellProps) {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <Header {...header} />
      <div className="flex">
        <NavigationSide groups={navigation} />
        <main
          id="main"
          tabIndex={-1}
          className="min-h-[calc(100dvh-var(--shell-top)-var(--shell-bottom))] min-w-0 flex-1 outline-none max-md:mb-(--shell-bottom)"
        >
          {children}
        </main>
      </div>
      <NavigationBar groups={navigation} />
    </>
  );
}
