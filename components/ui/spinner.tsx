import { classNames } from "./class-names.ts";

/** A turning ring for work of unknown length inside a control; the control's own text says what is going on. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={classNames("size-4 shrink-0 animate-turn fill-none stroke-current stroke-2", className)}
    >
      <circle cx="8" cy="8" r="6" className="opacity-25" />
      <path d="M14 8a6 6 0 0 0-6-6" strokeLinecap="round" />
    </svg>
  );
}
