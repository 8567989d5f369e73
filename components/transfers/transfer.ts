import type { DroppedFile } from "#components/data/dropped-files.ts";
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

/** A directory as transfers know it: its name and page for the person, and the same two addresses. */
type TransferDirectory = TransferTarget & { name: string; href: string };

/** Files to put into a directory; `taken`: the names that are known to be there. */
export type UploadRequest = {
  settings: TransferSettings;
  into: TransferDirectory;
  files: DroppedFile[];
  taken: ReadonlySet<string>;
};

/** Files of one directory to save on the person's own machine. */
export type DownloadRequest = {
  settings: TransferSettings;
  from: TransferDirectory;
  files: { name: string; sizeBytes: number }[];
};

/** An upload that is in its place now; `atMs` by the browser's clock. */
export type Arrival = {
  into: TransferDirectory;
  /** Below the directory, with "/" between names. */
  path: string;
  sizeBytes: number;
  atMs: number;
};

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
