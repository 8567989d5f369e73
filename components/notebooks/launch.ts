import type { FailureProps } from "#components/ui/failure.tsx";
import type { RefusalProps } from "#components/ui/refusal.tsx";

/** A choice offered before start. `resources`: what it gets, in words ("2 cores, 4 GiB"). */
export type LaunchProfile = {
  id: string;
  name: string;
  description: string;
  resources: string;
  isDefault: boolean;
};

export type LaunchStepState = "waiting" | "running" | "done" | "failed";
export type LaunchStep = { id: string; label: string; state: LaunchStepState; seconds: number | null };

/** Where a launch is. `percent` is the Hub's own figure (0 to 100, null until it gives one); `log` its lines, oldest first. */
export type Launch =
  | { state: "choosing" }
  | { state: "launching"; steps: LaunchStep[]; percent: number | null; log: string[] }
  | ({ state: "refused" } & Pick<RefusalProps, "kind" | "what" | "why">)
  | ({ state: "failed"; steps: LaunchStep[]; log: string[] } & Pick<
      FailureProps,
      "what" | "detail" | "correlationId"
    >)
  | { state: "ready"; href: string };
