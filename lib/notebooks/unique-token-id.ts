import { decodeJwt } from "jose";
import { hashOf } from "#lib/platform/ids.ts";

/** Entra's own id of a token (`uti`), with which the lake's log can be joined; a hash where a token has none. */
export function uniqueTokenId(token: string): string {
  try {
    const { uti } = decodeJwt(token);
    return typeof uti === "string" ? uti : hashOf(token);
  } catch {
    return hashOf(token);
  }
}
