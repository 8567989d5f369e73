import { attempt } from "#lib/lake/attempt.ts";
import { inChunks } from "#lib/lake/in-chunks.ts";
import type { LakeOutcome, LakePlace, LakeRefusal } from "#lib/lake/lake.ts";
import { encodePath, type LakeClients } from "#lib/lake/open-service.ts";
import { systemIds } from "#lib/platform/ids.ts";

const chunkBytes = 4 * 1024 * 1024;

/** What a caller wants written. */
export type FileToWrite = { body: ReadableStream<Uint8Array>; contentType: string; overwrite: boolean };

/**
 * Writes beside the final name and renames on the last byte: nobody sees half a file, and what stood there before
 * stays until the new one is whole. Holds at most one chunk (4 MiB) in memory. A failure removes what was begun; a body that
 * breaks is thrown as SenderError.
 */
export async function writeFile(
  clients: LakeClients,
  place: LakePlace,
  file: FileToWrite,
): Promise<LakeOutcome<{ size: number; etag: string }>> {
  const unfinished = { container: place.container, path: besides(place.path) };
  const draft = clients.file(unfinished);
  const begun = await attempt(() => draft.create({ conditions: { ifNoneMatch: "*" } }));
  if (!begun.ok) {
    await file.body.cancel().catch(() => undefined);
    return begun;
  }
  let isFinished = false;
  try {
    const written = await attempt(async () => {
      const size = await appendAll(draft, file.body);
      await draft.flush(size, { close: true, pathHttpHeaders: { contentType: file.contentType } });
      const moved = await draft.move(place.container, encodePath(place.path), {
        destinationConditions: file.overwrite ? {} : { ifNoneMatch: "*" },
      });
      return { size, etag: moved.etag ?? "" };
    });
    isFinished = written.ok;
    return written.ok ? written : { ...written, refusal: collisionOf(written.refusal, file.overwrite) };
  } finally {
    if (!isFinished) {
      await draft.delete().catch(() => undefined);
    }
  }
}

/** What the last step's refusal means: If-None-Match failed, or something stands there that is not theirs to replace. */
function collisionOf(refusal: LakeRefusal, overwrite: boolean): LakeRefusal {
  if (refusal === "changed") {
    return "taken";
  }
  return refusal === "taken" && overwrite ? "forbidden" : refusal;
}

type Draft = ReturnType<LakeClients["file"]>;

async function appendAll(draft: Draft, body: ReadableStream<Uint8Array>): Promise<number> {
  let offset = 0;
  for await (const chunk of inChunks(body, chunkBytes)) {
    await draft.append(chunk, offset, chunk.byteLength);
    offset += chunk.byteLength;
  }
  return offset;
}

/** A leading dot keeps the draft out of what Spark, Hadoop and pyarrow read; lib/browsing hides it by this name. */
function besides(path: string): string {
  return `${path.slice(0, path.lastIndexOf("/") + 1)}.lakeport-upload-${systemIds.ulid()}`;
}
