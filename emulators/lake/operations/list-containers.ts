import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { type Container, containersAfter, deletedContainers } from "#emulators/lake/store/containers.ts";
import { quotedEtag } from "#emulators/lake/wire/conditions.ts";
import { formatContinuation, parseContinuation } from "#emulators/lake/wire/continuation.ts";
import { leaseHeaders } from "#emulators/lake/wire/lease.ts";
import { limitOf } from "#emulators/lake/wire/numbers.ts";
import { element, escapeXml, metadataElement, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** List Containers: `GET /?comp=list`, XML. By role alone. */
export function listContainers(call: Call): Reply {
  demandRole(call, [actions.readContainer]);
  const prefix = queryOf(call, "prefix") ?? "";
  const limit = limitOf(call, "maxresults", 5_000);
  const after = parseContinuation(queryOf(call, "marker"), "marker") ?? "";
  const found = containersAfter(call.lake.store, { prefix, after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown[shown.length - 1];
  const withMetadata = (queryOf(call, "include") ?? "").includes("metadata");
  const inner = [
    prefix === "" ? "" : element("Prefix", prefix),
    queryOf(call, "marker") ? element("Marker", queryOf(call, "marker") ?? "") : "",
    queryOf(call, "maxresults") ? element("MaxResults", limit) : "",
    `<Containers>${shown.map((container) => containerElement(call, container, withMetadata)).join("")}${deletedElements(call, prefix)}</Containers>`,
    element("NextMarker", found.length > limit && last ? formatContinuation(last.name) : ""),
  ];
  const root = `<EnumerationResults ServiceEndpoint="${escapeXml(call.lake.endpointOf(call.request))}/">${inner.join("")}</EnumerationResults>`;
  return { status: 200, headers: { "content-type": "application/xml" }, body: xmlDocument(root) };
}

/** Deleted ones come after the others (recorded), only when asked for. */
function deletedElements(call: Call, prefix: string): string {
  if (!(queryOf(call, "include") ?? "").includes("deleted")) return "";
  const now = call.lake.store.now();
  return deletedContainers(call.lake.store)
    .filter(({ container }) => container.name.startsWith(prefix))
    .map(({ container, version, at, keepMs }) => {
      const head = [element("Name", container.name), element("Deleted", true), element("Version", version)];
      const properties = [
        element("Last-Modified", new Date(container.modified).toUTCString()),
        element("Etag", quotedEtag(container)),
        element("LeaseStatus", "unlocked"),
        element("LeaseState", "expired"),
        element("DefaultEncryptionScope", "$account-encryption-key"),
        element("DenyEncryptionScopeOverride", false),
        element("HasImmutabilityPolicy", false),
        element("HasLegalHold", false),
        element("DeletedTime", new Date(at).toUTCString()),
        element("RemainingRetentionDays", Math.floor((at + keepMs - now) / 86_400_000)),
      ];
      return `<Container>${head.join("")}<Properties>${properties.join("")}</Properties></Container>`;
    })
    .join("");
}

function containerElement(call: Call, container: Container, withMetadata: boolean): string {
  const lease = leaseHeaders(container.extra.lease, call.lake.store.now());
  const properties = [
    element("Last-Modified", new Date(container.modified).toUTCString()),
    element("Etag", quotedEtag(container)),
    element("LeaseStatus", String(lease["x-ms-lease-status"])),
    element("LeaseState", String(lease["x-ms-lease-state"])),
    lease["x-ms-lease-duration"] ? element("LeaseDuration", String(lease["x-ms-lease-duration"])) : "",
    container.extra.publicAccess ? element("PublicAccess", container.extra.publicAccess) : "",
    element("DefaultEncryptionScope", "$account-encryption-key"),
    element("DenyEncryptionScopeOverride", false),
    element("HasImmutabilityPolicy", false),
    element("HasLegalHold", false),
    element("ImmutableStorageWithVersioningEnabled", false),
  ];
  const metadata = withMetadata ? metadataElement(container.extra.metadata) : "";
  return `<Container>${element("Name", container.name)}<Properties>${properties.join("")}</Properties>${metadata}</Container>`;
}
