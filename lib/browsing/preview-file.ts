import { decodeText } from "#lib/browsing/decode-text.ts";
import {
  extensionOf,
  imageTypeOf,
  type Preview,
  type PreviewSource,
  previewImageBytesMax,
  previewTextBytesMax,
} from "#lib/browsing/preview.ts";
import { previewCsv } from "#lib/browsing/preview-csv.ts";
import { previewJsonLines } from "#lib/browsing/preview-json-lines.ts";
import type { LakeOutcome, LakePlace, LakeProperties, LakeSession } from "#lib/lake/lake.ts";

/** A refusal of the lake on its way out of a previewer that only knows bytes. */
class PreviewRefusedError extends Error {
  readonly lakeRead = true;
  readonly outcome: Extract<LakeOutcome<never>, { ok: false }>;

  constructor(outcome: Extract<LakeOutcome<never>, { ok: false }>) {
    super(outcome.refusal);
    this.outcome = outcome;
  }
}

/**
 * The beginning of a file, read as the person behind `session`: tables for CSV, JSON Lines and Parquet (200 rows),
 * text (64 KiB), a mark for pictures, which the page then streams. A file that changes meanwhile is refused as changed.
 */
export async function previewFile(
  session: LakeSession,
  place: LakePlace,
  properties: LakeProperties,
): Promise<LakeOutcome<Preview>> {
  if (properties.isDirectory) {
    return { ok: false, refusal: "invalid", code: "IsDirectory", requestId: null };
  }
  try {
    return { ok: true, value: await choose(sourceOf(session, place, properties)) };
  } catch (error) {
    if (error instanceof PreviewRefusedError) {
      return error.outcome;
    }
    throw error;
  }
}

async function choose(source: PreviewSource): Promise<Preview> {
  if (source.sizeBytes === 0) {
    return { kind: "none", reason: "empty", note: "The file is empty." };
  }
  const contentType = imageTypeOf(source.name);
  if (contentType !== null) {
    return previewImage(source, contentType);
  }
  switch (extensionOf(source.name)) {
    case "csv":
    case "tsv":
      return previewCsv(source);
    case "jsonl":
    case "ndjson":
      return previewJsonLines(source);
    case "parquet": {
      // The decoder and its decompressors are large; only Parquet pays for them.
      const { previewParquet } = await import("#lib/browsing/preview-parquet.ts");
      return previewParquet(source);
    }
    default:
      return previewText(source);
  }
}

function previewImage(source: PreviewSource, contentType: string): Preview {
  return source.sizeBytes > previewImageBytesMax
    ? { kind: "none", reason: "too_large", note: "The picture is larger than 20 MiB; download it to see it." }
    : { kind: "image", contentType };
}

async function previewText(source: PreviewSource): Promise<Preview> {
  const bytes = await source.read(0, Math.min(source.sizeBytes, previewTextBytesMax));
  const decoded = decodeText(bytes);
  return decoded === null
    ? { kind: "none", reason: "binary", note: "This is not text; download it to open it." }
    : {
        kind: "text",
        ...decoded,
        isCut: bytes.byteLength < source.sizeBytes,
        bytesRead: bytes.byteLength,
      };
}

function sourceOf(session: LakeSession, place: LakePlace, properties: LakeProperties): PreviewSource {
  return {
    name: properties.name,
    sizeBytes: properties.size,
    read: async (offset, length) => {
      const part = await session.read(place, { offset, length, ifMatch: properties.etag });
      if (!part.ok) {
        throw new PreviewRefusedError(part);
      }
      return collect(part.value.body, length);
    },
  };
}

/** At most `length` bytes of a stream; the rest is not asked for. */
async function collect(body: ReadableStream<Uint8Array>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const reader = body.getReader();
  let filled = 0;
  for (let next = await reader.read(); !next.done && filled < length; next = await reader.read()) {
    const part = next.value.subarray(0, length - filled);
    bytes.set(part, filled);
    filled += part.byteLength;
  }
  await reader.cancel().catch(() => undefined);
  return filled === length ? bytes : bytes.slice(0, filled);
}
