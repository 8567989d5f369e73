import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Whether a request may use the routes under `/_admin/`: its `x-lakeport-admin` header equals the token.
 * Without a token nobody may, and the caller answers 404 as if the routes did not exist.
 */
export function isAdmin(request: IncomingMessage, token: string | undefined): boolean {
  const given = request.headers["x-lakeport-admin"];
  if (!token || typeof given !== "string") return false;
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
