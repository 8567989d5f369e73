import type { BrowserClient } from "#lib/auth/browser-client.ts";

/** What the browser needs to move files itself; made by the page. Nothing in it is secret. */
export type TransferSettings = {
  /** DIRECT_TRANSFER: off, everything goes through the portal. */
  isDirect: boolean;
  /** LAKE_BROWSER_URL. */
  lakeUrl: string;
  client: BrowserClient;
  /** Who must stand behind the browser's own token; anybody else's is refused. */
  person: { objectId: string; address: string };
};

/** A file's place: in the lake's own words, and behind the portal's API. */
export type TransferTarget = { container: string; path: string; apiUrl: string };

export type TransferWay = "direct" | "portal";

/** Gives the person's own storage token; throws NoTokenError when the browser cannot get one. */
export type AcquireToken = () => Promise<string>;

/** The browser got no token of its own: popup blocked, Entra out of reach, or another person's session. */
export class NoTokenError extends Error {}

/** The way straight to the lake is closed (CORS, firewall, proxy): the portal has to carry the file. */
export class NoDirectWayError extends Error {}

/** The lake or the portal refused the file; `message` is for the person. */
export class TransferRefusedError extends Error {
  readonly isTaken: boolean;

  constructor(message: string, options: { isTaken: boolean }) {
    super(message);
    this.isTaken = options.isTaken;
  }
}

export type UploadOrder = {
  file: File;
  target: TransferTarget;
  overwrite: boolean;
  signal: AbortSignal;
  onSent: (bytes: number) => void;
};
