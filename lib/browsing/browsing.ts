import type { FolderPath } from "#lib/browsing/data-url.ts";
import type { LakePlace } from "#lib/lake/lake.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Database } from "#lib/platform/db.ts";

/** What the queries of this folder need. */
export type BrowsingServices = { db: Database; clock: Clock };

export type AccessLevel = "reader" | "contributor";

/** A folder on which the person holds an active grant. */
export type GrantedFolder = {
  organization: { slug: string; name: string };
  /** Container name. */
  zone: string;
  zoneTitle: string;
  /** The lake's own path in the container, suffix included. */
  path: string;
  names: FolderPath;
  name: string;
  level: AccessLevel;
  /** Null: until further notice. */
  expiresAt: Date | null;
  grantedAt: Date;
  /** The portal's page. */
  url: string;
  /** No other granted folder lies above it: what Home shows. */
  isTop: boolean;
};

/** Through which grant a person should reach a place. */
export type Reach = { level: AccessLevel; expiresAt: Date | null; grantedAt: Date; folderName: string };

/** A managed folder on the way to a place. */
export type ManagedFolder = { id: string; name: string; path: string; isPrivate: boolean };

/** A place inside one organization's partition. Nothing is said yet about whether the lake will answer. */
export type Place = {
  organization: { id: string; slug: string; name: string };
  zone: { name: string; title: string; isClosed: boolean };
  /** Below the partition; empty for the partition itself. */
  names: FolderPath;
  lake: LakePlace;
  url: string;
  /** The managed folder in which the place lies (the partition at least). */
  folder: ManagedFolder;
  /** Whether the place IS that managed folder. */
  isFolder: boolean;
  /** Names of managed folders directly below, when the place is a folder. */
  childFolders: readonly string[];
  /** Null: no grant of this person leads here; the lake is asked all the same. */
  reach: Reach | null;
};

/** Somebody who can give access. */
export type Giver = { name: string; address: string };

/** Why a place is not shown, and what the person can do. */
export type BrowseRefusal =
  | { refusal: "absent" }
  | { refusal: "not_granted"; folderName: string; givers: Giver[]; ownBelow: GrantedFolder[] }
  /** The grant is younger than the delay with which Entra and the lake notice it. */
  | { refusal: "not_yet_felt"; grantedAt: Date; feltBy: Date }
  /** Granted long ago and still refused: somebody changed the lake's own ACL. */
  | { refusal: "withheld"; folderName: string; givers: Giver[]; requestId: string | null }
  | { refusal: "read_only"; folderName: string; isClosedZone: boolean; givers: Giver[] }
  | { refusal: "unauthenticated" }
  /** Conditional access asks for more; `claims` go to the sign-in. */
  | { refusal: "step_up"; claims: string }
  | { refusal: "firewalled"; requestId: string | null }
  | { refusal: "busy" }
  | { refusal: "taken" }
  | { refusal: "not_empty" }
  | { refusal: "changed" }
  | { refusal: "leased" }
  | { refusal: "too_large"; bytesMax: number }
  | { refusal: "range_refused"; sizeBytes: number | null }
  | { refusal: "name_refused"; why: string }
  | { refusal: "interrupted" }
  | { refusal: "invalid"; code: string };

/** A value, or why not. */
export type BrowseOutcome<T> = { ok: true; value: T } | ({ ok: false } & BrowseRefusal);

/** One line of a directory as a page or the API shows it. */
export type DirectoryEntry = {
  name: string;
  kind: "directory" | "file";
  /** Null for a directory. */
  sizeBytes: number | null;
  /** ISO 8601, UTC. */
  modifiedAt: string;
  /** A folder that the portal manages. */
  isFolder: boolean;
};

export type DirectoryPage = { entries: DirectoryEntry[]; continuation: string | null };

/** What the properties panel shows; the lake's path with its suffix is on copy only. */
export type EntryDetail = DirectoryEntry & {
  lakePath: string;
  contentType: string | null;
  createdAt: string | null;
  etag: string;
  /** Entra object id, or "" where the lake does not say. */
  owner: string;
  permissions: string | null;
};

/** Newest change that one page of a folder shows. */
export type Freshness = {
  newestAt: Date | null;
  /** When it was looked at. */
  asOf: Date;
  /** False: the folder has more entries than were looked at. */
  isComplete: boolean;
};
