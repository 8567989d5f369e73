import type { Tone } from "#components/ui/badge.tsx";

export type NotebookServerState = "starting" | "running" | "stopping" | "stopped" | "failed";

/** One notebook server. Times are ISO 8601. `owner` is given only where others' servers are listed. `delegationUntil`: until when it may act as its owner. */
export type NotebookServer = {
  id: string;
  name: string;
  state: NotebookServerState;
  profile: string;
  folder: { name: string; href: string } | null;
  owner?: { name: string; address: string };
  startedAt: string | null;
  lastActivityAt: string | null;
  delegationUntil: string | null;
  openHref: string | null;
  /** Where to start another one on the same directory. */
  againHref?: string;
  failure?: string;
};

/** How each state looks and reads. */
export const serverStates: Record<NotebookServerState, { label: string; tone: Tone; isChanging: boolean }> = {
  starting: { label: "Starting", tone: "accent", isChanging: true },
  running: { label: "Running", tone: "success", isChanging: false },
  stopping: { label: "Stopping", tone: "warning", isChanging: true },
  stopped: { label: "Stopped", tone: "neutral", isChanging: false },
  failed: { label: "Failed", tone: "danger", isChanging: false },
};
