import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";

const colours: Record<Tone, string> = {
  neutral: "bg-control",
  accent: "bg-accent",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
};

/** A dot before the word that names the state; it breathes while the state is changing. */
export function StatusDot({
  tone,
  label,
  isChanging = false,
}: {
  tone: Tone;
  label: string;
  isChanging?: boolean;
}) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={classNames("size-2 rounded-full", colours[tone], isChanging && "animate-breathe")}
      />
      {label}
    </span>
  );
}
