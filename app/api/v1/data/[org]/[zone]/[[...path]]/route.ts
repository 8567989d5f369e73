import type { ApiCall } from "#app/api-actor.ts";
import { browseDirectory } from "#lib/browsing/browse-directory.ts";
import type { PlaceRequest } from "#lib/browsing/open-place.ts";
import { previewEntry } from "#lib/browsing/preview-entry.ts";
import { describeFile } from "#lib/transfers/describe-file.ts";
import { downloadFile } from "#lib/transfers/download-file.ts";
import { makeDirectory } from "#lib/transfers/make-directory.ts";
import { uploadFile } from "#lib/transfers/upload-file.ts";
import { placeOf } from "./place-of.ts";
import { answer, jsonReply, refusalReply } from "./reply.ts";

export const dynamic = "force-dynamic";

/** `?list[&continuation]` a page of a directory, `?preview` properties and first rows, else the file (`?inline`: a picture). */
export function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  return answer(request, (call) => {
    const at = { address: placeOf(request), correlationId: call.correlationId };
    if (query.has("list")) {
      return list(call, { ...at, continuation: query.get("continuation") });
    }
    return query.has("preview") ? preview(call, at) : download(call, at, request);
  });
}

/** What GET would send, without sending it: nothing is read from the file. */
export function HEAD(request: Request): Promise<Response> {
  return answer(request, async ({ services, actor, correlationId }) => {
    const described = await describeFile(services, actor, { address: placeOf(request), correlationId });
    const reply = described.ok
      ? new Response(null, { headers: described.value })
      : refusalReply(described, correlationId);
    return new Response(null, { status: reply.status, headers: reply.headers });
  });
}

/** Streams the body into a file; `?overwrite` replaces one that exists. */
export function PUT(request: Request): Promise<Response> {
  return answer(request, async ({ services, actor, correlationId }) => {
    const uploaded = await uploadFile(services, actor, {
      address: placeOf(request),
      correlationId,
      body: request.body ?? new Blob([]).stream(),
      sizeBytes: declaredSize(request),
      contentType: request.headers.get("content-type") ?? "application/octet-stream",
      overwrite: new URL(request.url).searchParams.has("overwrite"),
    });
    return uploaded.ok ? jsonReply(uploaded.value, 201) : refusalReply(uploaded, correlationId);
  });
}

/** `?directory` makes a plain directory; there is nothing else to post here. */
export function POST(request: Request): Promise<Response> {
  return answer(request, async ({ services, actor, correlationId }) => {
    if (!new URL(request.url).searchParams.has("directory")) {
      return refusalReply({ refusal: "invalid", code: "NothingToPost" }, correlationId);
    }
    const made = await makeDirectory(services, actor, { address: placeOf(request), correlationId });
    return made.ok ? jsonReply(made.value, 201) : refusalReply(made, correlationId);
  });
}

async function list(call: ApiCall, at: PlaceRequest & { continuation: string | null }): Promise<Response> {
  const browsed = await browseDirectory(call.services, call.actor, at);
  if (!browsed.ok) {
    return refusalReply(browsed, call.correlationId);
  }
  return browsed.value.kind === "directory"
    ? jsonReply(browsed.value.page)
    : refusalReply({ refusal: "invalid", code: "IsFile" }, call.correlationId);
}

async function preview(call: ApiCall, at: PlaceRequest): Promise<Response> {
  const inspected = await previewEntry(call.services, call.actor, at);
  return inspected.ok ? jsonReply(inspected.value) : refusalReply(inspected, call.correlationId);
}

async function download(call: ApiCall, at: PlaceRequest, request: Request): Promise<Response> {
  const opened = await downloadFile(call.services, call.actor, {
    ...at,
    rangeHeader: request.headers.get("range"),
    ifRangeHeader: request.headers.get("if-range"),
    isInline: new URL(request.url).searchParams.has("inline"),
  });
  if (!opened.ok) {
    return refusalReply(opened, call.correlationId);
  }
  const { status, headers, body } = opened.value;
  return new Response(body, { status, headers });
}

function declaredSize(request: Request): number | null {
  const declared = request.headers.get("content-length");
  return declared === null || !/^\d+$/.test(declared) ? null : Number(declared);
}
