"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { useState } from "react";
import { readTheme, type Theme, themeCookie } from "#components/ui/theme.ts";

const yearMs = 365 * 24 * 3_600_000;
const choices = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "Device", Icon: Monitor },
] as const;

/** Applies the theme at once and keeps it in the cookie that the server reads. */
function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  void cookieStore.set({
    name: themeCookie,
    value: theme,
    expires: Date.now() + yearMs,
    sameSite: "lax",
    path: "/",
  });
}

/** Light, dark or as the device; part of the person's menu, which stays open. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(() =>
    readTheme(document.documentElement.dataset.theme ?? initial),
  );
  const choose = (value: string) => {
    const next = readTheme(value);
    setTheme(next);
    applyTheme(next);
  };
  return (
    <Radix.RadioGroup
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      className="grid grid-cols-3 gap-1 p-1"
    >
      {choices.map(({ value, label, Icon }) => (
        <Radix.RadioItem
          key={value}
          value={value}
          onSelect={(event) => event.preventDefault()}
          className="flex h-8 items-center justify-center gap-1.5 rounded-md text-sm text-muted outline-none data-highlighted:bg-hover data-[state=checked]:bg-accent-soft data-[state=checked]:font-medium data-[state=checked]:text-accent pointer-coarse:h-11"
        >
          <Icon aria-hidden="true" className="size-4" />
          {label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
