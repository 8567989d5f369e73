import type { HubServerRef } from "#lib/hub/hub.ts";

/** Where a notebook server is in its life, as the portal shows it. */
export type NotebookServerState = "starting" | "running" | "stopping" | "stopped" | "failed";

/** States of a row whose server may still be at the Hub. */
export const aliveStates = ["requested", "starting", "running"] as const;

/** One notebook server as its owner sees it; times in ISO 8601. */
export type NotebookServer = {
  id: string;
  /** The organization's slug. */
  organization: string;
  name: string;
  state: NotebookServerState;
  /** The launch profile's name. */
  profile: string;
  /** Where the directory lies (zone and the names above it), and its data page. */
  folder: { name: string; href: string } | null;
  startedAt: string | null;
  lastActivityAt: string | null;
  delegationUntil: string | null;
  /** The portal's page that opens it; null while it cannot be opened. */
  openHref: string | null;
  /** The portal's page that starts another one on the same directory. */
  againHref: string;
  failure?: string;
};

/** Why a notebook server could not be started or found. */
export type LaunchRefusal =
  | "not_ready"
  | "unavailable"
  | "unknown_profile"
  | "too_many"
  | "sign_in_again"
  | "step_up"
  | "hub_busy"
  | "absent";

/** Whether a text can be a row's id at all; the database refuses anything else with an error. */
export function isServerId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** The Hub's reference of a row: the person's Hub name and the named server. */
export function serverRef(hubUser: string, row: { name: string }): HubServerRef {
  return { user: hubUser, server: row.name };
}
