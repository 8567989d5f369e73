import { Check, Circle, CircleX } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { formatDuration } from "#components/ui/format-number.ts";
import { reachable } from "#components/ui/reachable.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { LaunchStep, LaunchStepState } from "./launch.ts";

const spoken: Record<LaunchStepState, string> = {
  waiting: "to do",
  running: "in progress",
  done: "done",
  failed: "failed",
};

function StepIcon({ state }: { state: LaunchStepState }) {
  if (state === "running") return <Spinner className="text-accent" />;
  if (state === "done") return <Check aria-hidden="true" className="size-4 text-success" />;
  if (state === "failed") return <CircleX aria-hidden="true" className="size-4 text-danger" />;
  return <Circle aria-hidden="true" className="size-4 text-control" />;
}

function Steps({ steps }: { steps: LaunchStep[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {steps.map((step) => (
        <li
          key={step.id}
          className={classNames("flex items-center gap-3", step.state === "waiting" && "text-muted")}
        >
          <StepIcon state={step.state} />
          <span className="flex-1">
            {step.label}
            <span className="sr-only">, {spoken[step.state]}</span>
          </span>
          {step.seconds !== null && (
            <span className="text-sm text-muted tabular-nums">{formatDuration(step.seconds)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Log({ lines }: { lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <details className="rounded-lg border border-line">
      <summary className="px-3 py-2 text-sm text-muted">What the Hub says</summary>
      <pre
        {...reachable}
        className="max-h-40 overflow-auto border-t border-line bg-subtle px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap focus-visible:-outline-offset-2"
      >
        {lines.join("\n")}
      </pre>
    </details>
  );
}

/** The real steps of a launch, the Hub's percentage (null: none yet; absent: it ended) and its log. */
export function LaunchProgress({
  steps,
  percent,
  log,
}: {
  steps: LaunchStep[];
  percent?: number | null;
  log: string[];
}) {
  const running = steps.find((step) => step.state === "running");
  return (
    <div className="flex flex-col gap-4">
      <div className={classNames("items-center gap-3", percent === undefined ? "hidden" : "flex")}>
        <progress
          className="bar"
          aria-label="Starting the notebook server"
          value={percent ?? undefined}
          max={100}
        />
        <span className="w-10 shrink-0 text-right text-sm text-muted tabular-nums">
          {typeof percent !== "number" ? "" : `${Math.round(percent)} %`}
        </span>
      </div>
      <p role="status" className="sr-only">
        {running?.label}
      </p>
      <Steps steps={steps} />
      <Log lines={log} />
    </div>
  );
}
