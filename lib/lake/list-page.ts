import type { Path } from "@azure/storage-file-datalake";
import type { LakeEntry, LakePage, LakePlace } from "#lib/lake/lake.ts";
import type { LakeClients } from "#lib/lake/open-service.ts";

/** One page of a directory in one round trip; entries come in the lake's own order (by name). */
export async function listPage(
  clients: LakeClients,
  place: LakePlace,
  options: { pageSize: number; continuation: string | null; recursive: boolean },
): Promise<LakePage> {
  const pages = clients
    .container(place)
    .listPaths({ path: place.path, recursive: options.recursive })
    .byPage({ maxPageSize: options.pageSize, continuationToken: options.continuation ?? undefined });
  const { value } = await pages.next();
  const items: Path[] = value?.pathItems ?? [];
  const continuation: string | undefined = value?.continuation;
  return {
    entries: items.map(readEntry),
    continuation: continuation === undefined || continuation === "" ? null : continuation,
  };
}

/** The last segment of a lake path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** An ETag as If-Match wants it; listings print it without quotes, headers with them. */
export function quoteEtag(etag: string | undefined): string {
  return etag === undefined || etag.startsWith('"') ? (etag ?? "") : `"${etag}"`;
}

function readEntry(item: Path): LakeEntry {
  const path = item.name ?? "";
  return {
    name: lastName(path),
    path,
    isDirectory: item.isDirectory === true,
    size: item.isDirectory === true ? 0 : (item.contentLength ?? 0),
    modifiedAt: item.lastModified ?? new Date(0),
    owner: item.owner ?? "",
    etag: quoteEtag(item.etag),
  };
}
