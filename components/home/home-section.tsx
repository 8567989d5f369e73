import type { ReactNode } from "react";

export type HomeSectionProps = { title: string; count?: number; action?: ReactNode; children: ReactNode };

/** One titled part of Home. */
export function HomeSection({ title, count, action, children }: HomeSectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <header className="flex min-h-8 items-center justify-between gap-4">
        <h2 className="text-lg font-semibold">
          {title}
          {count !== undefined && (
            <span className="pl-2 text-base font-normal text-muted tabular-nums">{count}</span>
          )}
        </h2>
        {action}
      </header>
      {children}
    </section>
  );
}
