import type { DatabaseSync } from "node:sqlite";
import type { Controls } from "#emulators/entra/controls.ts";
import type { Groups } from "#emulators/entra/directory/groups.ts";
import type { Invitations } from "#emulators/entra/directory/invitations.ts";
import type { People } from "#emulators/entra/directory/people.ts";
import type { GrantStore } from "#emulators/entra/grant-store.ts";
import type { Registrations } from "#emulators/entra/registration.ts";
import type { SessionStore } from "#emulators/entra/session-store.ts";
import type { SigningKey } from "#emulators/entra/signing-key.ts";
import type { RequestLog } from "#emulators/shared/request-log.ts";

/** Everything that a request may touch: configuration, directory, grants, keys, controls and the clock. */
export type World = {
  registrations: Registrations;
  /** Origin in every v2 token's issuer, whichever origin was asked. */
  issuerBase: string;
  adminToken: string | undefined;
  /** Client secrets by the name of their setting. */
  secrets: Record<string, string | undefined>;
  database: DatabaseSync;
  people: People;
  groups: Groups;
  invitations: Invitations;
  grants: GrantStore;
  sessions: SessionStore;
  signing: SigningKey;
  controls: Controls;
  log: RequestLog;
  /** Milliseconds; an administrator can turn it. */
  now: () => number;
};
