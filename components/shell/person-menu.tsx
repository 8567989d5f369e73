"use client";

import { LogOut, MonitorSmartphone, UserRoundPen } from "lucide-react";
import type { ReactElement } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx";
import type { Theme } from "#components/ui/theme.ts";
import type { ShellPaths, ShellPerson, SignOutScope } from "./person-button.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

type Props = {
  trigger: ReactElement;
  person: ShellPerson;
  theme: Theme;
  paths: ShellPaths;
  onSignOut: (scope: SignOutScope) => void;
};

function WhoAmI({ person }: { person: ShellPerson }) {
  return (
    <div className="flex items-center gap-3 px-2 py-2">
      <Avatar name={person.name} hueKey={person.address} size="lg" />
      <div className="min-w-0">
        <p className="truncate font-medium">{person.name}</p>
        <p className="truncate text-sm text-muted">{person.address}</p>
        <p className="truncate text-sm text-muted">{person.role}</p>
      </div>
    </div>
  );
}

/** Who one is, the theme, and the ways out. Default export because React.lazy asks for one. */
export default function PersonMenu({ trigger, person, theme, paths, onSignOut }: Props) {
  const icon = "size-4";
  return (
    <Menu trigger={trigger} label="Your menu" align="end" isInitiallyOpen>
      <WhoAmI person={person} />
      <MenuSeparator />
      <ThemeChoice initial={theme} />
      <MenuSeparator />
      <MenuItem href={paths.switchPerson} icon={<UserRoundPen aria-hidden="true" className={icon} />}>
        Wrong account? Switch
      </MenuItem>
      <MenuItem onSelect={() => onSignOut("here")} icon={<LogOut aria-hidden="true" className={icon} />}>
        Sign out
      </MenuItem>
      <MenuItem
        onSelect={() => onSignOut("everywhere")}
        icon={<MonitorSmartphone aria-hidden="true" className={icon} />}
      >
        Sign out everywhere
      </MenuItem>
    </Menu>
  );
}
