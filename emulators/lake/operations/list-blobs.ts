import { formatAcl } from "#emulators/lake/access/acl.ts";
import { execute, read } from "#emulators/lake/access/bits.ts";
import { formatPermissions } from "#emulators/lake/access/descriptor.ts";
import { demand, mayDo } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { closedDirectories } from "#emulators/lake/operations/list-paths.ts";
import { descriptorOf, type PathRow } from "#emulators/lake/store/paths.ts";
import { type WalkItem, type WalkPage, walk } from "#emulators/lake/store/walk.ts";
import { readSegments } from "#emulators/lake/wire/address.ts";
import { etagOf } from "#emulators/lake/wire/conditions.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { leaseHeaders } from "#emulators/lake/wire/lease.ts";
import { ancestorsOf, type Located, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { limitOf } from "#emulators/lake/wire/numbers.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, escapeXml, metadataElement, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** List Blobs: flat or with delimiter `/`. Directories show up as in an account with hierarchical namespace. */
export function listBlobs(call: Call): Reply {
  refuseAbsent(call);
  const delimiter = queryOf(call, "delimiter");
  const prefix = queryOf(call, "prefix") ?? "";
  const cut = prefix.lastIndexOf("/");
  const located = locate(call, readSegments(encodeURIComponent(prefix.slice(0, cut + 1))));
  const namePrefix = prefix.slice(cut + 1);
  const limit = limitOf(call, "maxresults", 5_000);
  const page = pageOf(call, { located, namePrefix, isRecursive: delimiter === undefined, limit });
  const withMetadata = (queryOf(call, "include") ?? "").includes("metadata");
  const blobs = page.items.map((item) =>
    itemElement(call, item, { isFlat: delimiter === undefined, withMetadata }),
  );
  const inner = [
    prefix === "" ? "" : element("Prefix", prefix),
    queryOf(call, "marker") ? element("Marker", queryOf(call, "marker") ?? "") : "",
    queryOf(call, "maxresults") ? element("MaxResults", limit) : "",
    delimiter ? element("Delimiter", delimiter) : "",
    blobs.length === 0 ? "<Blobs />" : `<Blobs>${blobs.join("")}</Blobs>`,
    element("NextMarker", page.next === undefined ? "" : formatContinuation(page.next)),
  ];
  const attributes = `ServiceEndpoint="${escapeXml(call.lake.endpointOf(call.request))}/" ContainerName="${escapeXml(located.container.name)}"`;
  const body = xmlDocument(`<EnumerationResults ${attributes}>${inner.join("")}</EnumerationResults>`);
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

function refuseAbsent(call: Call): void {
  if ((queryOf(call, "delimiter") ?? "/") !== "/") throw notEmulated("a delimiter other than /");
  if (queryOf(call, "startfrom") || queryOf(call, "endbefore"))
    throw notEmulated("List Blobs startFrom and endBefore");
  const include = (queryOf(call, "include") ?? "").split(",");
  const absent = include.find((name) =>
    ["snapshots", "versions", "tags", "uncommittedblobs"].includes(name.trim()),
  );
  if (absent) throw notEmulated(`List Blobs include=${absent}`);
}

type Asked = { located: Located; namePrefix: string; isRecursive: boolean; limit: number };

/** A prefix that runs through a missing directory finds nothing (blob semantics), not 404. */
function pageOf(call: Call, asked: Asked): WalkPage {
  const { located, namePrefix } = asked;
  const need = {
    actions: [actions.read],
    isListing: true,
    ancestors: ancestorsOf(call, located),
    target: targetOf(call, located),
    wanted: read | execute,
  };
  if (!asked.isRecursive && namePrefix !== "" && located.target?.isDirectory && !mayDo(call, need))
    return exactOnly(call, located, namePrefix);
  demand(call, located.target ? need : { ...need, target: undefined, wanted: 0 });
  if (!located.target) return { items: [] };
  if (!located.target.isDirectory) throw new Refusal("InvalidInput");
  return walk(call.lake.store, {
    start: { id: located.target.id, prefix: located.segments.map((segment) => `${segment}/`).join("") },
    isRecursive: asked.isRecursive,
    namePrefix,
    after: parseContinuation(queryOf(call, "marker"), "marker"),
    limit: asked.limit,
    enter: closedDirectories(call),
  });
}

/**
 * A prefix without final slash that names one existing item: who may traverse to it is shown that item alone,
 * which HEAD would tell as well. adlfs lists so before it lists `name/` [guessed].
 */
function exactOnly(call: Call, parent: Located, name: string): WalkPage {
  if (!call.lake.access.doubts().exactPrefixByTraverse) throw new Refusal("AuthorizationPermissionMismatch");
  const item = locate(call, [...parent.segments, name], parent.container);
  demand(call, { actions: [actions.read], isListing: true, ancestors: ancestorsOf(call, item), wanted: 0 });
  return item.target ? { items: [{ path: item.segments.join("/"), row: item.target }] } : { items: [] };
}

type Shape = { isFlat: boolean; withMetadata: boolean };

function itemElement(call: Call, { path, row }: WalkItem, shape: Shape): string {
  if (row.isDirectory && !shape.isFlat) return `<BlobPrefix>${element("Name", `${path}/`)}</BlobPrefix>`;
  const metadata = shape.withMetadata
    ? metadataElement({ ...(row.isDirectory ? { hdi_isfolder: "true" } : {}), ...row.extra.metadata })
    : "";
  return `<Blob>${element("Name", path)}<Properties>${properties(call, row)}</Properties>${metadata}<OrMetadata /></Blob>`;
}

function properties(call: Call, row: PathRow): string {
  const headers = row.extra.headers ?? {};
  const descriptor = descriptorOf(call.lake.store, row);
  const lease = leaseHeaders(row.extra.lease, call.lake.store.now());
  const withPermissions = (queryOf(call, "include") ?? "").includes("permissions");
  return [
    element("Creation-Time", new Date(row.created).toUTCString()),
    element("Last-Modified", new Date(row.modified).toUTCString()),
    element("Etag", etagOf(row)),
    withPermissions ? element("Owner", descriptor.owner) + element("Group", descriptor.group) : "",
    withPermissions
      ? element("Permissions", formatPermissions(descriptor)) + element("Acl", formatAcl(descriptor.acl))
      : "",
    element("ResourceType", row.isDirectory ? "directory" : "file"),
    element("Content-Length", row.length),
    element("Content-Type", headers.contentType ?? "application/octet-stream"),
    element("Content-Encoding", headers.contentEncoding ?? ""),
    element("Content-Language", headers.contentLanguage ?? ""),
    element("Content-MD5", headers.contentMd5 ?? ""),
    element("Cache-Control", headers.cacheControl ?? ""),
    element("Content-Disposition", headers.contentDisposition ?? ""),
    element("BlobType", "BlockBlob"),
    element("AccessTier", "Hot"),
    element("AccessTierInferred", true),
    element("LeaseStatus", String(lease["x-ms-lease-status"])),
    element("LeaseState", String(lease["x-ms-lease-state"])),
    element("ServerEncrypted", true),
  ].join("");
}
