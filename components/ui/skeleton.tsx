import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** One grey bar in the place of content that is on its way; size it by class. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={classNames("block animate-breathe rounded-sm bg-line", className)} />
  );
}

/** Wraps skeletons and says once, to those who cannot see them, what is loading. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
