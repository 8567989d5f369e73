import type { DataAddress } from "#lib/browsing/queries.ts";

const segmentsBeforeOrg = 4;

/**
 * The address in a request's own path, still percent-encoded: Next's params are decoded once already, and a name may
 * hold a percent sign.
 */
export function placeOf(request: Request): DataAddress {
  const segments = new URL(request.url).pathname.split("/").slice(segmentsBeforeOrg);
  const [org = "", zone = "", ...names] = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  return { org: plain(org), zone: plain(zone), names };
}

/** Slugs and container names need no encoding; what cannot be decoded names nothing. */
function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
