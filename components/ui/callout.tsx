import { CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";

type CalloutTone = Exclude<Tone, "neutral">;

const looks: Record<CalloutTone, { Icon: LucideIcon; className: string }> = {
  accent: { Icon: Info, className: "bg-accent-soft text-accent" },
  success: { Icon: CircleCheck, className: "bg-success-soft text-success" },
  warning: { Icon: TriangleAlert, className: "bg-warning-soft text-warning" },
  danger: { Icon: TriangleAlert, className: "bg-danger-soft text-danger" },
};

/** A remark inside a page that the reader should not miss. `role="alert"` only for dangers. */
export function Callout({
  tone = "accent",
  action,
  children,
}: {
  tone?: CalloutTone;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { Icon, className } = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : undefined}
      className={classNames("flex items-start gap-2 rounded-lg px-3 py-2", className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">{children}</div>
      {action}
    </div>
  );
}
