import type { TokenClaims } from "#emulators/lake/access/tokens.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Asks the directory for every group of a principal, transitively. */
export type AskGroups = (oid: string) => Promise<readonly string[]>;
export type GroupsOf = (claims: TokenClaims) => Promise<ReadonlySet<string>>;

type Snapshot = { groups: ReadonlySet<string>; takenMs: number; tokens: Set<string> };
export type GroupClock = { nowMs: () => number; delayMs: () => number };

/**
 * Group membership as the lake feels it: a snapshot per person, older than the delay it is taken anew,
 * and a token issued since then brings a fresh one. Delay 0 asks every time.
 */
export function createGroups(ask: AskGroups, clock: GroupClock): GroupsOf {
  const snapshots = new Map<string, Snapshot>();
  const asking = new Map<string, Promise<Snapshot>>();
  const take = async (oid: string): Promise<Snapshot> => {
    const takenMs = clock.nowMs();
    const groups = new Set((await ask(oid)).map((id) => id.toLowerCase()));
    // Tokens seen before are older than this snapshot: they do not bring another one.
    const snapshot = { groups, takenMs, tokens: snapshots.get(oid)?.tokens ?? new Set<string>() };
    snapshots.set(oid, snapshot);
    return snapshot;
  };
  return async (claims) => {
    const delayMs = clock.delayMs();
    const known = snapshots.get(claims.oid);
    if (known && delayMs > 0 && isFelt(known, claims, { nowMs: clock.nowMs(), delayMs })) return known.groups;
    if (delayMs === 0) return (await take(claims.oid)).groups;
    const running = asking.get(claims.oid) ?? take(claims.oid).finally(() => asking.delete(claims.oid));
    asking.set(claims.oid, running);
    const snapshot = await running;
    snapshot.tokens.add(claims.tokenId);
    return snapshot.groups;
  };
}

function isFelt(known: Snapshot, claims: TokenClaims, now: { nowMs: number; delayMs: number }): boolean {
  if (now.nowMs - known.takenMs >= now.delayMs) return false;
  // iat has whole seconds: a token of the same second may be newer, unless it was seen already.
  const isOlder = claims.issuedAt < Math.floor(known.takenMs / 1000);
  if (isOlder) known.tokens.add(claims.tokenId);
  return isOlder || known.tokens.has(claims.tokenId);
}

/** The directory emulator's answer, by HTTP on its admin endpoint; 503 ServerBusy while it cannot be reached. */
export function askDirectory(entraOrigin: string, adminToken: string): AskGroups {
  return async (oid) => {
    const url = `${entraOrigin}/_admin/directory/transitive-groups?id=${encodeURIComponent(oid)}`;
    const ask = () => fetch(url, { headers: { "x-lakeport-admin": adminToken } });
    // A kept connection may have been closed by a restart of the directory: one new try.
    const response = await ask()
      .catch(ask)
      .catch(() => undefined);
    if (response?.status === 404) return [];
    if (!response?.ok)
      throw new Refusal("ServerBusy", {
        message: `The directory cannot be asked (${response?.status ?? "no answer"}).`,
      });
    return readGroupIds(await response.json());
  };
}

/** Accepts `["id"]`, `{groups:["id"]}` and `{value:[{id}]}`. */
function readGroupIds(body: unknown): string[] {
  const list = Array.isArray(body)
    ? body
    : isRecord(body)
      ? (body.groups ?? body.value ?? body.ids)
      : undefined;
  if (!Array.isArray(list)) throw new Error("The directory's list of groups has an unknown shape.");
  return list.map((item) => (isRecord(item) ? String(item.id) : String(item)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
