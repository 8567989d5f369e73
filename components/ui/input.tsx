import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export const controlClass =
  "w-full rounded-md border border-control bg-canvas px-2.5 text-base text-ink transition-colors placeholder:text-muted hover:border-ink disabled:opacity-50 aria-invalid:border-danger";

/** A one-line text input. Give it the id of its Field. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={classNames(controlClass, "h-8 pointer-coarse:h-10", className)} />;
}
