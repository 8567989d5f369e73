import { classNames } from "#components/ui/class-names.ts";

/** The mark: a mooring post above two waves. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={classNames("shrink-0", className)}>
      <rect width="32" height="32" rx="8" fill="#0a6680" />
      <g fill="none" strokeLinecap="round">
        <path d="M11 6.5v10.75" stroke="#fff" strokeWidth="3.5" />
        <path
          d="M5.5 20.5c2.625 0 2.625-2 5.25-2s2.625 2 5.25 2 2.625-2 5.25-2 2.625 2 5.25 2"
          stroke="#fff"
          strokeWidth="2.75"
        />
        <path
          d="M9 25.75c1.75 0 1.75-1.5 3.5-1.5s1.75 1.5 3.5 1.5 1.75-1.5 3.5-1.5 1.75 1.5 3.5 1.5"
          stroke="#8fdcf0"
          strokeWidth="2.25"
        />
      </g>
    </svg>
  );
}

/** Mark and name; on a phone the header keeps the mark alone and the name stays for screen readers. */
export function Wordmark({ isCompact = false }: { isCompact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Mark className="size-6" />
      <span className={classNames("text-lg font-semibold tracking-tight", isCompact && "max-sm:sr-only")}>
        Lakeport
      </span>
    </span>
  );
}
