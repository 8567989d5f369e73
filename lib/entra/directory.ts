/** What Graph answered to something that a caller can mend; anything else is thrown as a fault. */
export type DirectoryRefusal =
  | "absent"
  | "forbidden"
  | "taken"
  | "throttled"
  | "over_quota"
  | "invitations_off"
  | "domain_refused";

export type DirectoryOutcome<T> =
  | { ok: true; value: T }
  | { ok: false; refusal: DirectoryRefusal; detail: string };

/** A person's user object in the resource tenant. */
export type DirectoryPerson = {
  objectId: string;
  name: string;
  address: string;
  userType: "member" | "guest";
  isEnabled: boolean;
  /** Null for members. */
  redemption: "pending" | "redeemed" | null;
};

/** Entra's directory, read app-only (web and worker). Lists are complete: paging is the adapter's own affair. */
export type Directory = {
  findPerson(objectId: string): Promise<DirectoryPerson | null>;
  /** By mail or user principal name; the first of several. */
  findPersonByAddress(address: string): Promise<DirectoryPerson | null>;
  /** Object ids of all groups that the person is in, nested ones included; remembered for a minute. */
  groupIdsOf(objectId: string): Promise<string[]>;
  /** Drops what is remembered of that person's groups. */
  forgetGroupsOf(objectId: string): void;
  /** Object ids of direct members; never remembered. */
  membersOf(groupId: string): Promise<string[]>;
  /** Milliseconds of a cheap call; throws when Graph does not answer. */
  ping(): Promise<number>;
};

/** What only the worker may change. Every call is idempotent: repeating it finds the work done. */
export type DirectoryWriter = {
  /** Finds the group of that opaque name or makes it (owner: the worker); its object id. */
  ensureGroup(name: string): Promise<DirectoryOutcome<string>>;
  /** Succeeds too when the object is a member already; waits out the replication of a group just made. */
  addMember(groupId: string, objectId: string): Promise<DirectoryOutcome<void>>;
  /** Succeeds too when the object is no member, or the group is gone. */
  removeMember(groupId: string, objectId: string): Promise<DirectoryOutcome<void>>;
  /** Invites a guest without Microsoft's own mail; the redeem URL is a secret link. */
  invite(invitation: {
    address: string;
    name: string;
    redirectUrl: string;
  }): Promise<DirectoryOutcome<{ objectId: string; redeemUrl: string }>>;
};
