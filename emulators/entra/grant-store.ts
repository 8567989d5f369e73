import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { digestOf, freshValue, readRow } from "#emulators/entra/sealed-rows.ts";

const codeMs = 10 * 60_000;
const dayMs = 86_400_000;
/** A refresh token dies after 90 days without use, a single-page app's 24 hours after the sign-in. */
const idleMs = 90 * dayMs;

const signInSchema = z.object({
  clientId: z.string(),
  personId: z.string(),
  kind: z.enum(["web", "spa", "native"]),
  sessionId: z.string(),
  signedInMs: z.number(),
  satisfied: z.array(z.string()),
});
const codeSchema = signInSchema.extend({
  redirectUri: z.string().nullable(),
  scope: z.string(),
  nonce: z.string().nullable(),
  challenge: z.string().nullable(),
});
const refreshSchema = signInSchema.extend({ origin: z.string().nullable() });

/** Who signed in to which application, when, and which step-ups that satisfied. */
export type SignIn = z.infer<typeof signInSchema>;
/** What an authorization code stands for; a hybrid code (`spa_code`) has no redirect address of its own. */
export type CodeGrant = z.infer<typeof codeSchema>;
export type RefreshGrant = z.infer<typeof refreshSchema>;

/** Authorization codes and refresh tokens. */
export type GrantStore = {
  issueCode: (grant: CodeGrant) => string;
  /** Marks a code as used; tells a code that never was from one that is used or too old. */
  takeCode: (code: string) => { state: "ok" | "used" | "expired"; grant: CodeGrant } | null;
  issueRefresh: (grant: RefreshGrant) => string;
  readRefresh: (token: string) => { isExpired: boolean; grant: RefreshGrant } | null;
};

/** Grants kept in the directory's database, by digest. */
export function grantsIn(database: DatabaseSync, now: () => number): GrantStore {
  return {
    issueCode: (grant) => {
      const code = freshValue("1.A");
      const expires = now() + codeMs;
      database.prepare("delete from codes where expires_ms < ?").run(now() - dayMs);
      database
        .prepare("insert into codes values (?, ?, ?, 0)")
        .run(digestOf(code), JSON.stringify(grant), expires);
      return code;
    },
    takeCode: (code) => {
      const row = readRow(database, "codes", code);
      if (!row) return null;
      const grant = codeSchema.parse(JSON.parse(String(row.content)));
      if (Number(row.expires_ms) <= now()) return { state: "expired", grant };
      const taken = database
        .prepare("update codes set used = 1 where digest = ? and used = 0")
        .run(digestOf(code));
      return { state: taken.changes ? "ok" : "used", grant };
    },
    issueRefresh: (grant) => {
      const token = freshValue("1.R");
      const expires = grant.kind === "spa" ? grant.signedInMs + dayMs : now() + idleMs;
      database.prepare("delete from refresh_tokens where expires_ms < ?").run(now() - idleMs);
      database
        .prepare("insert into refresh_tokens values (?, ?, ?, ?)")
        .run(digestOf(token), JSON.stringify(grant), grant.personId, expires);
      return token;
    },
    readRefresh: (token) => {
      const row = readRow(database, "refresh_tokens", token);
      if (!row) return null;
      const grant = refreshSchema.parse(JSON.parse(String(row.content)));
      return { isExpired: Number(row.expires_ms) <= now(), grant };
    },
  };
}
