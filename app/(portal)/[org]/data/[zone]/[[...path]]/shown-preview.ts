import { entryType, type LakeEntry } from "#components/data/lake-entry.ts";
import type { Preview as Shown } from "#components/data/preview.ts";
import type { PropertyGroup } from "#components/data/properties-list.tsx";
import { formatBytes, formatCount } from "#components/ui/format-number.ts";
import type { EntryDetail } from "#lib/browsing/browsing.ts";
import type { Preview } from "#lib/browsing/preview.ts";

/** What the preview pane is told, from what the portal's API answered. */
export function shownPreview(preview: Preview | null, entry: { apiUrl: string; name: string }): Shown {
  switch (preview?.kind) {
    case "rows": {
      const { columns, rows, rowsTotal, bytesRead, note } = preview;
      return { state: "rows", columns, rows, rowsTotal, bytesRead, skipped: note ?? undefined };
    }
    case "text":
      return { state: "text", text: preview.text, isCut: preview.isCut, bytesRead: preview.bytesRead };
    case "image":
      return { state: "image", src: `${entry.apiUrl}?inline`, alt: entry.name };
    case "none":
      return { state: "none", why: preview.note };
    default:
      return { state: "none", why: "A directory has no preview." };
  }
}

/** The properties that the list already knows. */
export function knownGroups(entry: LakeEntry): PropertyGroup[] {
  return [
    {
      title: "File",
      properties: [
        { label: "Type", value: entryType(entry) },
        { label: "Size", value: sizeOf(entry.sizeBytes) },
        ...(entry.modifiedAt === null ? [] : [{ label: "Modified", at: entry.modifiedAt }]),
      ],
    },
  ];
}

/** All properties, the lake's own words last. */
export function groupsOf(detail: EntryDetail): PropertyGroup[] {
  const created = detail.createdAt === null ? [] : [{ label: "Created", at: detail.createdAt }];
  return [
    {
      title: "File",
      properties: [
        { label: "Type", value: entryType(detail) },
        { label: "Size", value: sizeOf(detail.sizeBytes) },
        { label: "Modified", at: detail.modifiedAt },
        ...created,
        { label: "Content type", value: detail.contentType ?? undefined },
      ],
    },
    {
      title: "In the lake",
      properties: [
        { label: "Path", value: detail.lakePath, copy: detail.lakePath },
        { label: "Permissions", value: detail.permissions ?? undefined },
        { label: "Version (ETag)", value: detail.etag, copy: detail.etag },
        { label: "Owner", value: "Object id, copy it", copy: detail.owner },
      ].filter((property) => property.copy !== ""),
    },
  ];
}

function sizeOf(bytes: number | null): string | undefined {
  return bytes === null ? undefined : `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`;
}
