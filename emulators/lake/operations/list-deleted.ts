import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { type Deletion, deletionsIn } from "#emulators/lake/store/deletions.ts";
import { type PathRow, pathById } from "#emulators/lake/store/paths.ts";
import { etagOf } from "#emulators/lake/wire/conditions.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { containerOf } from "#emulators/lake/wire/locate.ts";
import { limitOf } from "#emulators/lake/wire/numbers.ts";
import { element, escapeXml, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** List Blobs with `showonly=deleted`: what soft delete keeps, as a tree by name (recorded). By role alone [guessed]. */
export function listDeleted(call: Call): Reply {
  demandRole(call, [actions.read]);
  const container = containerOf(call);
  const prefix = queryOf(call, "prefix") ?? "";
  const marker = queryOf(call, "marker");
  const limit = limitOf(call, "maxresults", 5_000);
  const after = parseContinuation(marker, "marker") ?? "";
  const found = deletionsIn(call.lake.store, container.root)
    .filter((deletion) => deletion.target.startsWith(prefix) && keyOf(deletion) > after)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const shown = found.slice(0, limit);
  const last = shown[shown.length - 1];
  const inner = [
    prefix === "" ? "" : element("Prefix", prefix),
    marker ? element("Marker", marker) : "",
    queryOf(call, "maxresults") ? element("MaxResults", limit) : "",
    `<Blobs>${shown.map((deletion) => deletedElement(call, deletion)).join("")}</Blobs>`,
    element("NextMarker", found.length > limit && last ? formatContinuation(keyOf(last)) : ""),
  ];
  const endpoint = escapeXml(call.lake.endpointOf(call.request));
  const root = `<EnumerationResults ServiceEndpoint="${endpoint}/" ContainerName="${escapeXml(container.name)}">${inner.join("")}</EnumerationResults>`;
  return { status: 200, headers: { "content-type": "application/xml" }, body: xmlDocument(root) };
}

/** A slash sorts before every other character, so that a tree stays together. */
function keyOf(deletion: Deletion): string {
  return `${deletion.target.replaceAll("/", "\u0001")}\u0000${deletion.id}`;
}

function deletedElement(call: Call, deletion: Deletion): string {
  const row = pathById(call.lake.store, deletion.path);
  if (!row) return "";
  const head = [
    element("Name", deletion.target),
    element("DeletionId", deletion.id),
    element("Deleted", true),
  ];
  return `<Blob>${head.join("")}<Properties>${properties(call, deletion, row)}</Properties><OrMetadata /></Blob>`;
}

function properties(call: Call, deletion: Deletion, row: PathRow): string {
  const headers = row.extra.headers ?? {};
  const leftMs = deletion.at + deletion.keepMs - call.lake.store.now();
  return [
    element("Creation-Time", new Date(row.created).toUTCString()),
    element("Last-Modified", new Date(row.modified).toUTCString()),
    element("Expiry-Time", new Date(row.extra.expiresMs ?? 0).toUTCString()),
    element("Etag", etagOf(row)),
    element("ResourceType", row.isDirectory ? "directory" : "file"),
    element("Content-Length", row.length),
    element("Content-Type", headers.contentType ?? "application/octet-stream"),
    element("Content-Encoding", headers.contentEncoding ?? ""),
    element("Content-Language", headers.contentLanguage ?? ""),
    element("Content-CRC64", "AAAAAAAAAAA="),
    element("Content-MD5", headers.contentMd5 ?? ""),
    element("Cache-Control", headers.cacheControl ?? ""),
    element("Content-Disposition", headers.contentDisposition ?? ""),
    element("BlobType", "BlockBlob"),
    element("AccessTier", "Hot"),
    element("AccessTierInferred", true),
    element("ServerEncrypted", true),
    element("DeletedTime", new Date(deletion.at).toUTCString()),
    element("RemainingRetentionDays", Math.floor(leftMs / 86_400_000)),
  ].join("");
}
