/** The Hub's name of a person: made by the portal once per (tid, oid), POSIX-safe, never reused. */
export type HubUser = string;

/** A named server of a Hub user. */
export type HubServerRef = { user: HubUser; server: string };

/** What the portal asks the spawner for. Readable through the Hub's API and by the server: never a secret. */
export type LaunchOptions = {
  /** Id of a launch profile (jupyterhub/profiles.json). */
  profile: string;
  /** Container: the zone's name. */
  filesystem: string;
  /** The lake's own path of the folder in that container. */
  folder: string;
  /** File name of the starter notebook: see `starterNotebookName` in lib/hub/hub-urls.ts. */
  notebook: string;
};

/** What the Hub answered to something that a person can cause or mend; anything else is thrown as `hub_unavailable`. */
export type HubRefusal = "absent" | "forbidden" | "invalid" | "busy" | "too_many";

export type HubOutcome<T> = { ok: true; value: T } | { ok: false; refusal: HubRefusal; detail: string };

export type HubServerState = "starting" | "running" | "stopping" | "stopped";

export type HubServer = HubServerRef & {
  state: HubServerState;
  startedAt: Date | null;
  lastActivityAt: Date | null;
  /** As given at the start; null when the Hub forgot it. */
  options: Record<string, unknown> | null;
};

/** One step of a start: `percent` 0 to 100. After `ready` or `failed` nothing follows. */
export type HubProgress = { percent: number; message: string; state: "starting" | "ready" | "failed" };

/** Whose token it is and what it may do, scopes with their filters resolved (`…!server=user/server`). */
export type HubTokenOwner =
  | { kind: "user"; user: HubUser; scopes: string[] }
  | { kind: "service"; service: string; scopes: string[] };

/** JupyterHub, spoken to as the service `portal`: starts and stops servers, never enters one, never reads a token. */
export type Hub = {
  /** Creates the Hub user if absent; only people created here can sign in at the Hub. */
  ensureUser(user: HubUser): Promise<HubOutcome<void>>;
  /**
   * Ends every Hub session and token of a person by deleting the Hub user (its servers first). The home and the uid
   * stay; `ensureUser` brings the person back.
   */
  forgetUser(user: HubUser): Promise<HubOutcome<void>>;
  /** Returns as soon as the start is under way (or was already); follow it with `progress`. */
  startServer(ref: HubServerRef, options: LaunchOptions): Promise<HubOutcome<"starting" | "running">>;
  /** Steps of a start, live; ends after `ready` or `failed`. An aborted signal ends it quietly. */
  progress(ref: HubServerRef, signal?: AbortSignal): AsyncIterable<HubProgress>;
  /** Stops and forgets a named server; a server that is not there counts as stopped. */
  stopServer(ref: HubServerRef): Promise<HubOutcome<"stopped" | "stopping">>;
  /** Null when there is no such user or server. */
  findServer(ref: HubServerRef): Promise<HubServer | null>;
  /** All servers of everybody that are not stopped, or those of one user. */
  listServers(user?: HubUser): Promise<HubServer[]>;
  /** Null for a token that the Hub does not know (any more), such as a stopped server's. */
  identifyToken(token: string): Promise<HubTokenOwner | null>;
  /** Milliseconds of a cheap call; throws when the Hub does not answer. */
  ping(): Promise<number>;
};
