import { Callout } from "#components/ui/callout.tsx";
import { formatDuration } from "#components/ui/format-number.ts";

/** Whether notebooks can be started: prepared in the background at the first start. `isSingleUser`: the Hub does not run as root. */
export type NotebooksReadiness =
  | { state: "ready"; isSingleUser?: boolean }
  | { state: "preparing"; step: string; secondsLeft: number | null }
  | { state: "unavailable"; why: string; mend: string };

/** One line about notebooks, only when there is something to say. */
export function NotebooksReadinessNote({ readiness }: { readiness: NotebooksReadiness }) {
  if (readiness.state === "ready") {
    if (!readiness.isSingleUser) return null;
    return (
      <Callout tone="warning">
        Single-user demo: notebook servers share one system user here, because the Hub was not started as
        root. Your data stays yours through your own token; files in the homes do not.
      </Callout>
    );
  }
  if (readiness.state === "unavailable") {
    return (
      <Callout tone="warning">
        Notebooks cannot be started: {readiness.why} {readiness.mend}
      </Callout>
    );
  }
  const left = readiness.secondsLeft;
  return (
    <Callout>
      Notebooks will be ready {left === null ? "soon" : `in about ${formatDuration(left)}`}. {readiness.step}
    </Callout>
  );
}
