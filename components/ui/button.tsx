import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line bg-raised text-ink hover:bg-hover",
  ghost: "text-ink hover:bg-hover",
  danger: "bg-danger text-on-danger hover:bg-danger-strong",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2 text-sm pointer-coarse:h-10 pointer-coarse:px-3",
  md: "h-8 gap-2 px-3 text-base pointer-coarse:h-10",
  lg: "h-10 gap-2 px-4 text-lg",
};

/** Classes of a button, for elements that must look like one without being one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-60",
    variants[variant],
    sizes[size],
  );
}

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

/** A button. While `isBusy` it keeps its width and focus, shows a spinner and ignores presses. */
export function Button(props: ComponentProps<"button"> & Look & { isBusy?: boolean }) {
  const {
    variant,
    size,
    icon,
    isBusy = false,
    className,
    children,
    onClick,
    type = "button",
    ...rest
  } = props;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={classNames(buttonClass(variant, size), className)}
    >
      {isBusy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, not for doing something. */
export function LinkButton(props: ComponentProps<typeof Link> & Look) {
  const { variant, size, icon, className, children, ...rest } = props;
  return (
    <Link {...rest} className={classNames(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}
