import { formatCount, formatDuration } from "./format-number.ts";

export type ProgressProps = {
  label: string;
  done: number;
  total: number | null;
  unit?: string;
  rate?: string;
  secondsLeft?: number | null;
  cancel?: { label: string; onPress: () => void };
};

/** The line of figures: only what is known is said. */
export function progressFigures({
  done,
  total,
  unit,
  rate,
  secondsLeft,
}: Omit<ProgressProps, "label" | "cancel">): string {
  const count = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  const left =
    secondsLeft === null || secondsLeft === undefined ? undefined : `${formatDuration(secondsLeft)} left`;
  return [[count, unit].filter(Boolean).join(" "), rate, left].filter(Boolean).join(" · ");
}

/** Long work: what, how far, how fast, how long still, and a way to stop it. `total: null` means unknown length. */
export function Progress({ label, done, total, cancel, ...figures }: ProgressProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <span className="min-w-0 truncate font-medium">{label}</span>
        {cancel && (
          <button type="button" onClick={cancel.onPress} className="link min-h-6 shrink-0 text-sm">
            {cancel.label}
          </button>
        )}
      </div>
      <progress
        className="bar"
        aria-label={label}
        value={total === null ? undefined : done}
        max={total ?? undefined}
      />
      <p className="text-sm text-muted tabular-nums">{progressFigures({ done, total, ...figures })}</p>
    </div>
  );
}
