"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  label: string;
  isInitiallyOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

const itemClass =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-base outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-11";

/** A menu of actions under its trigger. Load it on demand: it brings the positioning code with it. Not in a portal, so that it stays inside its landmark; not modal, so that the page stays readable. */
export function Menu({
  trigger,
  children,
  align = "start",
  label,
  isInitiallyOpen,
  onOpenChange,
}: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen={isInitiallyOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-overlay"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

export type MenuItemProps = {
  icon?: ReactNode;
  children: ReactNode;
  href?: string;
  onSelect?: () => void;
  isDangerous?: boolean;
  isDisabled?: boolean;
  isChecked?: boolean;
};

/** One action, or one place when `href` is given. */
export function MenuItem(props: MenuItemProps) {
  const { icon, children, href, onSelect, isDangerous = false, isDisabled = false, isChecked } = props;
  const body = (
    <>
      {icon && <span className="flex size-4 shrink-0 items-center justify-center text-muted">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {isChecked && <Check aria-hidden="true" className="size-4 shrink-0 text-accent" />}
    </>
  );
  const className = classNames(itemClass, isDangerous && "text-danger");
  return (
    <Radix.Item
      asChild={Boolean(href)}
      disabled={isDisabled}
      onSelect={onSelect}
      className={className}
      aria-current={isChecked}
    >
      {href ? <Link href={href}>{body}</Link> : body}
    </Radix.Item>
  );
}

/** A thin line between groups of actions. */
export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}

/** Text above a group of actions. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-muted">{children}</Radix.Label>;
}
