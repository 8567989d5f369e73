import type { ReactNode } from "react";

export type DataLayoutProps = { header: ReactNode; list: ReactNode; panel?: ReactNode };

/** The data page: header above, list and panel side by side, filling the window below the shell. */
export function DataLayout({ header, list, panel }: DataLayoutProps) {
  return (
    <div className="flex h-[calc(100dvh-var(--shell-top)-var(--shell-bottom))] flex-col">
      {header}
      <div className="flex min-h-0 flex-1 border-t border-line">
        {list}
        {panel}
      </div>
    </div>
  );
}
