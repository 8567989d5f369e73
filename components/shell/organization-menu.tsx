"use client";

import type { ReactElement } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { Menu, MenuItem, MenuLabel } from "#components/ui/dropdown-menu.tsx";
import type { ShellOrganization } from "./organization-switcher.tsx";

type Props = { trigger: ReactElement; organizations: ShellOrganization[]; current?: string };

/** The list behind the switcher. Default export because React.lazy asks for one. */
export default function OrganizationMenu({ trigger, organizations, current }: Props) {
  return (
    <Menu trigger={trigger} label="Organizations" isInitiallyOpen>
      <MenuLabel>Your organizations</MenuLabel>
      {organizations.map(({ slug, name, href }) => (
        <MenuItem
          key={slug}
          href={href}
          isChecked={slug === current}
          icon={<Avatar name={name} hueKey={slug} size="sm" isSquare />}
        >
          <span className="pl-1.5">{name}</span>
        </MenuItem>
      ))}
    </Menu>
  );
}
