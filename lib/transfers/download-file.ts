import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome, BrowseRefusal } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { type OpenPlace, openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import { imageTypeOf } from "#lib/browsing/preview.ts";
import type { LakeOutcome, LakeProperties } from "#lib/lake/lake.ts";
import type { Services } from "#lib/platform/services.ts";
import { type ByteRange, readByteRange } from "#lib/transfers/byte-range.ts";
import { contentHeaders, type Disposition } from "#lib/transfers/content-headers.ts";

/** A reply ready to be sent; `body` is read at the reader's pace. */
export type Download = {
  status: 200 | 206;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array>;
};

/** What the reader asked for; `isInline` is obeyed for pictures only. */
export type DownloadRequest = PlaceRequest & {
  rangeHeader: string | null;
  ifRangeHeader: string | null;
  isInline: boolean;
};

/** Streams a file from the lake through the portal with flat memory, whole or one range of it. */
export async function downloadFile(
  services: Services,
  actor: Actor,
  request: DownloadRequest,
): Promise<BrowseOutcome<Download>> {
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place } = opened.value;
  const read = await openContent(opened.value, request);
  if (read.ok) {
    return { ok: true, value: reply(read.value, request.isInline) };
  }
  if (isUnsatisfiable(read.code)) {
    return { ok: false, refusal: "range_refused", sizeBytes: await sizeOf(opened.value) } satisfies {
      ok: false;
    } & BrowseRefusal;
  }
  return explainRefusal(services, actor, { place, no: read, intent: "read" });
}

type Content = {
  body: ReadableStream<Uint8Array>;
  size: number;
  offset: number | null;
  properties: LakeProperties;
};

async function openContent(open: OpenPlace, request: DownloadRequest): Promise<LakeOutcome<Content>> {
  const found = await open.session.properties(open.place.lake);
  if (!found.ok) {
    return found;
  }
  const properties = found.value;
  if (properties.isDirectory) {
    return { ok: false, refusal: "invalid", code: "IsDirectory", requestId: null };
  }
  // A resumed download of a file that has changed starts over (RFC 9110, If-Range).
  const isStale = request.ifRangeHeader !== null && request.ifRangeHeader !== properties.etag;
  const asked = resolve(isStale ? { kind: "whole" } : readByteRange(request.rangeHeader), properties.size);
  if (asked !== null && asked.offset >= properties.size) {
    return { ok: false, refusal: "invalid", code: "InvalidRange", requestId: null };
  }
  const read = await open.session.read(open.place.lake, {
    offset: asked?.offset ?? 0,
    length: asked?.length ?? null,
    ifMatch: properties.etag,
  });
  return read.ok ? { ok: true, value: { ...read.value, offset: asked?.offset ?? null } } : read;
}

/** Offset and length inside a file of `size` bytes; null for the whole. */
function resolve(range: ByteRange, size: number): { offset: number; length: number } | null {
  if (range.kind === "whole") {
    return null;
  }
  const offset = range.kind === "suffix" ? Math.max(0, size - range.length) : range.offset;
  const length = range.length === null || range.kind === "suffix" ? size - offset : range.length;
  return {
    offset: range.kind === "suffix" && range.length === 0 ? size : offset,
    length: Math.min(length, size - offset),
  };
}

function isUnsatisfiable(code: string): boolean {
  return code === "InvalidRange";
}

async function sizeOf(open: OpenPlace): Promise<number | null> {
  const found = await open.session.properties(open.place.lake);
  return found.ok ? found.value.size : null;
}

function reply(content: Content, isInline: boolean): Download {
  const { properties, offset, size } = content;
  const headers = {
    ...contentHeaders({ ...properties, disposition: dispositionOf(properties.name, isInline) }),
    "content-length": String(size),
  };
  return offset === null
    ? { status: 200, headers, body: content.body }
    : {
        status: 206,
        headers: { ...headers, "content-range": `bytes ${offset}-${offset + size - 1}/${properties.size}` },
        body: content.body,
      };
}

function dispositionOf(name: string, isInline: boolean): Disposition {
  const contentType = imageTypeOf(name);
  return isInline && contentType !== null ? { kind: "inline", contentType } : { kind: "attachment" };
}
