import { type Doubts, doubtsByDefault } from "#emulators/lake/access/doubts.ts";
import type { RoleSettings } from "#emulators/lake/access/roles.ts";

/** How long a change stays unfelt, in milliseconds, each on its own. */
export type Delays = { aclMs: number; roleMs: number; groupMs: number };
export const noDelays: Delays = { aclMs: 0, roleMs: 0, groupMs: 0 };

/** What decides about access apart from the stored guards. Changed only through the admin endpoint. */
export type AccessSettings = {
  isChecking: () => boolean;
  setChecking: (isChecking: boolean) => void;
  delays: () => Delays;
  setDelays: (delays: Partial<Delays>) => void;
  /** The roles as felt now. */
  roles: () => RoleSettings;
  setRoles: (roles: RoleSettings) => void;
  doubts: () => Doubts;
  setDoubts: (doubts: Partial<Doubts>) => void;
};

export type AccessStart = { roles: RoleSettings; delays: Delays; nowMs: () => number };

export function createAccessSettings(start: AccessStart): AccessSettings {
  let isChecking = true;
  let delays = { ...start.delays };
  let doubts = { ...doubtsByDefault };
  let felt = start.roles;
  let coming: { roles: RoleSettings; atMs: number }[] = [];
  return {
    isChecking: () => isChecking,
    setChecking: (value) => {
      isChecking = value;
    },
    delays: () => delays,
    setDelays: (changed) => {
      delays = { ...delays, ...changed };
    },
    roles: () => {
      const due = coming.filter((change) => start.nowMs() - change.atMs >= delays.roleMs);
      felt = due.at(-1)?.roles ?? felt;
      coming = coming.filter((change) => !due.includes(change));
      return felt;
    },
    setRoles: (roles) => {
      coming.push({ roles, atMs: start.nowMs() });
    },
    doubts: () => doubts,
    setDoubts: (changed) => {
      doubts = { ...doubts, ...changed };
    },
  };
}
