import { createHash } from "node:crypto";
import type { HubUser } from "#lib/hub/hub.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const nameLength = 20;

/**
 * A person's name at the Hub: stable for ever, made from the key (tenant id, object id) alone, POSIX-safe, and telling
 * nothing about who it is. 20 characters of base 32 are 100 bits of SHA-256.
 */
export function hubUserName(person: { tenantId: string; objectId: string }): HubUser {
  const digest = createHash("sha256").update(`${person.tenantId}/${person.objectId}`.toLowerCase()).digest();
  const letters = Array.from(digest.subarray(0, nameLength), (byte) =>
    alphabet.charAt(byte % alphabet.length),
  );
  return `p-${letters.join("")}`;
}
