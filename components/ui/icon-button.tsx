import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  label: string;
  icon: ReactNode;
  isBordered?: boolean;
};

/** A square button with an icon; its label is its accessible name and its tooltip. */
export function IconButton({ label, icon, isBordered = false, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      data-tooltip={label}
      className={classNames(
        "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors",
        "hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-50 pointer-coarse:size-10",
        isBordered && "border border-line bg-raised",
        className,
      )}
    >
      {icon}
    </button>
  );
}
