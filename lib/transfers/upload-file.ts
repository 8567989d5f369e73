import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseOutcome } from "#lib/browsing/browsing.ts";
import { explainRefusal } from "#lib/browsing/explain-refusal.ts";
import { type OpenPlace, openPlace, type PlaceRequest } from "#lib/browsing/open-place.ts";
import type { LakeOutcome } from "#lib/lake/lake.ts";
import { SenderError } from "#lib/lake/sender-error.ts";
import type { Services } from "#lib/platform/services.ts";
import { refuseEntryName } from "#lib/transfers/entry-name.ts";
import { limitBytes, TooLargeError } from "#lib/transfers/limit-bytes.ts";

export type UploadRequest = PlaceRequest & {
  body: ReadableStream<Uint8Array>;
  /** As the sender declared it; null when it streams without saying. */
  sizeBytes: number | null;
  contentType: string;
  overwrite: boolean;
};

export type Uploaded = { sizeBytes: number; etag: string };

/**
 * Streams a file into the lake under the actor's own token with flat memory. It appears under its name only when its
 * last byte is there; a refused, broken or too large one leaves nothing behind.
 */
export async function uploadFile(
  services: Services,
  actor: Actor,
  request: UploadRequest,
): Promise<BrowseOutcome<Uploaded>> {
  const outcome = await begin(services, actor, request);
  if (!outcome.ok) {
    await request.body.cancel().catch(() => undefined);
  }
  return outcome;
}

async function begin(
  services: Services,
  actor: Actor,
  request: UploadRequest,
): Promise<BrowseOutcome<Uploaded>> {
  const bytesMax = services.env.UPLOAD_BYTES_MAX;
  if (request.sizeBytes !== null && request.sizeBytes > bytesMax) {
    return { ok: false, refusal: "too_large", bytesMax };
  }
  const opened = await openPlace(services, actor, request);
  if (!opened.ok) {
    return opened;
  }
  const { place } = opened.value;
  const why = refuseEntryName(place.names.at(-1) ?? "");
  if (why !== null) {
    return { ok: false, refusal: "name_refused", why };
  }
  try {
    const sent = await send(opened.value, request, bytesMax);
    return sent.ok
      ? { ok: true, value: { sizeBytes: sent.value.size, etag: sent.value.etag } }
      : explainRefusal(services, actor, { place, no: sent, intent: "write" });
  } catch (error) {
    return broken(error, bytesMax);
  }
}

async function send(open: OpenPlace, request: UploadRequest, bytesMax: number) {
  const { place, session } = open;
  if (!request.overwrite) {
    const taken = await refuseTaken(open);
    if (!taken.ok) {
      return taken;
    }
  }
  return session.write(place.lake, {
    body: request.body.pipeThrough(limitBytes({ bytesMax, bytesDeclared: request.sizeBytes })),
    contentType: request.contentType,
    overwrite: request.overwrite,
  });
}

/** Looks before the first byte is sent; the last step of the writing looks again, for those who race. */
async function refuseTaken({ place, session }: OpenPlace): Promise<LakeOutcome<void>> {
  const found = await session.properties(place.lake);
  return found.ok
    ? { ok: false, refusal: "taken", code: "PathAlreadyExists", requestId: null }
    : { ok: true, value: undefined };
}

/** The sender stopped or sent too much: theirs to mend. Everything else is a fault. */
function broken(error: unknown, bytesMax: number): BrowseOutcome<Uploaded> {
  if (!(error instanceof SenderError)) {
    throw error;
  }
  return error.cause instanceof TooLargeError
    ? { ok: false, refusal: "too_large", bytesMax }
    : { ok: false, refusal: "interrupted" };
}
