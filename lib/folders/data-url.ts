import {
  type ContainerName,
  type FolderPath,
  type FolderPathRefusal,
  parseContainerName,
  parseFolderPath,
} from "#lib/folders/folder-path.ts";
import { type OrgSlug, parseOrgSlug } from "#lib/organizations/org-slug.ts";

/** What a page about data is about: a place in an organization's partition of a zone. */
export type DataPlace = {
  readonly organization: OrgSlug;
  readonly zone: ContainerName;
  /** Below the partition, in names; null is the partition itself. */
  readonly path: FolderPath | null;
};

export type DataUrlResult =
  | { readonly ok: true; readonly place: DataPlace }
  | {
      readonly ok: false;
      readonly reason:
        | "not-a-data-url"
        | "bad-organization"
        | "bad-zone"
        | "bad-encoding"
        | FolderPathRefusal;
    };

/** `/<org>/data/<zone>/<path…>`, each segment percent-encoded once. */
export function dataUrl(place: DataPlace): string {
  const below = place.path === null ? "" : `/${encodePath(place.path)}`;
  return `/${place.organization}/data/${place.zone}${below}`;
}

/** A path's segments percent-encoded, the slashes between them kept: what follows a container in a lake URL. */
export function encodePath(path: FolderPath): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/**
 * The place that a data URL's path names; each segment is decoded exactly once, so that `%252e` stays a name
 * and `%2F` is refused. Refuses what is no data URL, bad percent-encoding, and what a path refuses.
 */
export function parseDataUrl(pathname: string): DataUrlResult {
  const [before, organization = "", data, zone = "", ...rest] = pathname.split("/");
  if (before !== "" || data !== "data") return { ok: false, reason: "not-a-data-url" };
  return parseDataPlace({ organization, zone, segments: rest });
}

/** The same from route parameters, whose segments are still percent-encoded. */
export function parseDataPlace(parameters: {
  readonly organization: string;
  readonly zone: string;
  readonly segments: readonly string[];
}): DataUrlResult {
  const slug = parseOrgSlug(parameters.organization);
  if (!slug.ok) return { ok: false, reason: "bad-organization" };
  const zone = parseContainerName(parameters.zone);
  if (!zone) return { ok: false, reason: "bad-zone" };
  if (parameters.segments.length === 0) {
    return { ok: true, place: { organization: slug.slug, zone, path: null } };
  }
  const decoded = parameters.segments.map(decodeSegment);
  if (decoded.some((segment) => segment === null)) return { ok: false, reason: "bad-encoding" };
  if (decoded.some((segment) => segment?.includes("/"))) return { ok: false, reason: "slash-in-segment" };
  const parsed = parseFolderPath(decoded.join("/"));
  return parsed.ok ? { ok: true, place: { organization: slug.slug, zone, path: parsed.path } } : parsed;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
