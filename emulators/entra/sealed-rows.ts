import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** A bearer value's digest: codes, refresh tokens and sessions are kept by it, never themselves. */
export function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}

/** A fresh bearer value of 256 random bits with a prefix that tells its kind. */
export function freshValue(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** Reads one text column of the row with a value's digest. */
export function readRow(
  database: DatabaseSync,
  table: "codes" | "refresh_tokens" | "sessions",
  value: string,
) {
  return database.prepare(`select * from ${table} where digest = ?`).get(digestOf(value)) ?? null;
}
