import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { digestOf, freshValue, readRow } from "#emulators/entra/sealed-rows.ts";

const sessionMs = 24 * 3_600_000;
const sessionSchema = z.object({
  id: z.string(),
  personId: z.string(),
  signedInMs: z.number(),
  satisfied: z.array(z.string()),
});

/** A browser's sign-in at the emulator itself (what `prompt=none` relies on). */
export type EntraSession = z.infer<typeof sessionSchema>;

/** Browser sessions, found by the cookie's value. */
export type SessionStore = {
  open: (session: Omit<EntraSession, "id">) => { cookie: string; session: EntraSession };
  read: (cookie: string) => EntraSession | null;
  change: (cookie: string, session: EntraSession) => void;
  end: (cookie: string) => void;
};

/** Sessions kept in the directory's database for 24 hours. */
export function sessionsIn(database: DatabaseSync, now: () => number): SessionStore {
  return {
    open: (content) => {
      const cookie = freshValue("");
      const session = { ...content, id: crypto.randomUUID() };
      database.prepare("delete from sessions where expires_ms < ?").run(now());
      database
        .prepare("insert into sessions values (?, ?, ?)")
        .run(digestOf(cookie), JSON.stringify(session), now() + sessionMs);
      return { cookie, session };
    },
    read: (cookie) => {
      const row = readRow(database, "sessions", cookie);
      if (!row || Number(row.expires_ms) <= now()) return null;
      return sessionSchema.parse(JSON.parse(String(row.content)));
    },
    change: (cookie, session) =>
      void database
        .prepare("update sessions set content = ? where digest = ?")
        .run(JSON.stringify(session), digestOf(cookie)),
    end: (cookie) => void database.prepare("delete from sessions where digest = ?").run(digestOf(cookie)),
  };
}
