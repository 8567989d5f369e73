import type { LakePlace, LakeProperties } from "#lib/lake/lake.ts";
import { lastName, quoteEtag } from "#lib/lake/list-page.ts";

/** What both a HEAD and a GET of the SDK carry; owner and group stand only in the raw headers. */
export type PropertyHeaders = {
  contentLength?: number;
  contentRange?: string;
  contentType?: string;
  createdOn?: Date;
  lastModified?: Date;
  etag?: string;
  metadata?: Record<string, string>;
  _response: { headers: { get(name: string): string | undefined } };
};

// Blob answers mark a directory by this metadata (Known issues with Data Lake Storage, learn.microsoft.com, 2026-11).
const directoryMark = "hdi_isfolder";

/** Properties from the headers of a HEAD or GET; a ranged answer gives the whole file's size. */
export function readProperties(place: LakePlace, headers: PropertyHeaders): LakeProperties {
  const raw = headers._response.headers;
  const metadata = { ...headers.metadata };
  const isDirectory =
    raw.get("x-ms-resource-type") === "directory" || metadata[directoryMark]?.toLowerCase() === "true";
  delete metadata[directoryMark];
  return {
    name: lastName(place.path),
    path: place.path,
    isDirectory,
    size: isDirectory ? 0 : sizeOf(headers),
    modifiedAt: headers.lastModified ?? new Date(0),
    owner: raw.get("x-ms-owner") ?? "",
    etag: quoteEtag(headers.etag),
    createdAt: headers.createdOn ?? null,
    contentType: isDirectory ? null : (headers.contentType ?? null),
    group: raw.get("x-ms-group") ?? null,
    permissions: raw.get("x-ms-permissions") ?? null,
    metadata,
  };
}

function sizeOf(headers: PropertyHeaders): number {
  const total = headers.contentRange?.split("/").at(1);
  return total === undefined || total === "*" ? (headers.contentLength ?? 0) : Number(total);
}
