/** A token for the lake's audience and when it ends. Never logged, never sent to a page. */
export type LakeToken = { value: string; expiresAt: Date };

/** What the lake answered to something that a person can cause or mend; anything else is thrown as a fault. */
export type LakeRefusal =
  | "unauthenticated"
  | "forbidden"
  | "absent"
  | "taken"
  | "not_empty"
  | "changed"
  | "leased"
  | "firewalled"
  | "busy"
  | "invalid";

export type LakeOutcome<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      refusal: LakeRefusal /** The service's own error code. */;
      code: string;
      requestId: string | null;
    };

/** A place in the lake: container (zone name) and the lake's own path in it ("" is the container's root). */
export type LakePlace = { container: string; path: string };

export type LakeEntry = {
  /** Last segment of the path. */
  name: string;
  path: string;
  isDirectory: boolean;
  /** Bytes; 0 for a directory. */
  size: number;
  modifiedAt: Date;
  owner: string;
  etag: string;
};

export type LakePage = {
  entries: LakeEntry[] /** Opaque; null on the last page. */;
  continuation: string | null;
};

export type LakeProperties = LakeEntry & {
  createdAt: Date | null;
  contentType: string | null;
  group: string | null;
  permissions: string | null;
  metadata: Record<string, string>;
};

/** Access as the lake stores it; `acl` in the service's own text form, access and default entries together. */
export type LakeAccess = { owner: string; group: string; permissions: string; acl: string };

/** Data calls with ONE person's own delegated token (or a pipeline's): the lake decides. */
export type LakeSession = {
  list(
    place: LakePlace,
    options: { pageSize: number; continuation: string | null },
  ): Promise<LakeOutcome<LakePage>>;
  properties(place: LakePlace): Promise<LakeOutcome<LakeProperties>>;
  /** Streams `length` bytes from `offset`; null length means to the end. */
  read(
    place: LakePlace,
    range: { offset: number; length: number | null; ifMatch?: string },
  ): Promise<LakeOutcome<{ body: ReadableStream<Uint8Array>; size: number; properties: LakeProperties }>>;
  /**
   * Streams a whole file in with flat memory; without `overwrite` an existing one is refused as taken. Nothing is seen
   * under the name before the last byte, nothing is left of a failure; a body that breaks is thrown as SenderError.
   */
  write(
    place: LakePlace,
    file: { body: ReadableStream<Uint8Array>; contentType: string; overwrite: boolean },
  ): Promise<LakeOutcome<{ size: number; etag: string }>>;
  makeDirectory(place: LakePlace): Promise<LakeOutcome<void>>;
  delete(place: LakePlace, options: { recursive: boolean }): Promise<LakeOutcome<void>>;
  access(place: LakePlace): Promise<LakeOutcome<LakeAccess>>;
  /** The lake's own verdict on `bits` ("r-x") for the caller. */
  checkAccess(place: LakePlace, bits: string): Promise<LakeOutcome<boolean>>;
};

/** The worker's own calls as the lake identity: directories, ACLs, ownership, listing; no content. */
export type LakeIdentity = {
  /** Makes the directory with this ACL in the create call ("taken" when it exists). */
  createDirectory(
    place: LakePlace,
    access: { acl: string; permissions?: string; metadata: Record<string, string> },
  ): Promise<LakeOutcome<void>>;
  setAcl(place: LakePlace, acl: string): Promise<LakeOutcome<void>>;
  /** Symbolic form with sticky bit ("rwxrwx--T"); a call of its own, since ACL and permissions exclude each other. */
  setPermissions(place: LakePlace, permissions: string): Promise<LakeOutcome<void>>;
  setOwner(place: LakePlace, owner: { owner?: string; group?: string }): Promise<LakeOutcome<void>>;
  access(place: LakePlace): Promise<LakeOutcome<LakeAccess>>;
  list(
    place: LakePlace,
    options: { pageSize: number; continuation: string | null; recursive: boolean },
  ): Promise<LakeOutcome<LakePage>>;
  rename(from: LakePlace, to: LakePlace): Promise<LakeOutcome<void>>;
};

/** The lake. `as` makes a session for one token; sessions share nothing. */
export type Lake = {
  as(token: LakeToken, correlationId: string): LakeSession;
  /** Milliseconds of a cheap unauthenticated round trip; throws when the lake does not answer. */
  ping(): Promise<number>;
};
