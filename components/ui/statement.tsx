import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";

const tones: Record<Tone, string> = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent-soft text-accent",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

export type StatementProps = {
  icon: ReactNode;
  tone?: Tone;
  title: string;
  level?: 1 | 2 | 3;
  isCompact?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
};

/** The common shape of empty, refused and failed: an icon, one sentence, what it means, what to do next. */
export function Statement(props: StatementProps) {
  const { icon, tone = "neutral", title, level = 2, isCompact = false, children, actions } = props;
  const Heading = `h${level}` as const;
  return (
    <div
      className={classNames(
        "mx-auto flex w-full max-w-lg flex-col items-start gap-3 px-4",
        isCompact ? "py-6" : "py-12 sm:py-16",
      )}
    >
      <span className={classNames("flex size-10 items-center justify-center rounded-lg", tones[tone])}>
        {icon}
      </span>
      <Heading className={level === 1 ? "text-xl font-semibold" : "text-lg font-semibold"}>{title}</Heading>
      <div className="flex w-full flex-col gap-3 text-muted empty:hidden">{children}</div>
      {actions && <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
    </div>
  );
}
