import type { LaunchStep } from "./launch.ts";

/** One event of the progress stream; `address` comes with `ready`. */
export type LaunchEvent = {
  percent: number;
  message: string;
  state: "starting" | "ready" | "failed";
  address?: string;
};

/** Where a followed start is. `isLost`: the stream broke off and is being picked up again. */
export type FollowedLaunch = {
  state: "starting" | "ready" | "failed";
  percent: number | null;
  log: string[];
  address: string | null;
  isLost: boolean;
};

/** Before the first event. */
export const launchBegun: FollowedLaunch = {
  state: "starting",
  percent: null,
  log: [],
  address: null,
  isLost: false,
};

/** The launch after one more event. A stream that is picked up again tells its story from the start: no line twice. */
export function afterEvent(launch: FollowedLaunch, event: LaunchEvent): FollowedLaunch {
  const isNew = event.message !== "" && !launch.log.includes(event.message);
  return {
    state: event.state,
    percent: Math.max(launch.percent ?? 0, event.percent),
    log: isNew ? [...launch.log, event.message] : launch.log,
    address: event.address ?? launch.address,
    isLost: false,
  };
}

/** The three steps that a start really has; `seconds`: how long the server took so far. */
export function stepsOf(launch: FollowedLaunch, seconds: number | null): LaunchStep[] {
  const { state } = launch;
  const server = state === "starting" ? "running" : state === "ready" ? "done" : "failed";
  return [
    { id: "consent", label: "Consent recorded", state: "done", seconds: null },
    { id: "server", label: "Start the notebook server", state: server, seconds },
    {
      id: "open",
      label: "Open JupyterLab",
      state: state === "ready" ? "running" : "waiting",
      seconds: null,
    },
  ];
}
