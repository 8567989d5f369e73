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
