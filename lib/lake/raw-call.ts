import type { LakePlace } from "#lib/lake/lake.ts";
import { encodePath } from "#lib/lake/open-service.ts";
import type { LakeFailure } from "#lib/lake/read-lake-error.ts";
import { AppError } from "#lib/platform/errors.ts";

// The newest version that the recordings of the real service cover (2023-08-03) or the reference names since.
const apiVersion = "2023-11-03";

/** A DFS request without a body that no SDK offers; `query` is already encoded. */
export type RawCall = {
  method: "HEAD" | "PATCH";
  place: LakePlace;
  query: string;
  headers?: Record<string, string>;
  token: string;
  correlationId: string;
};

/** Sends one such call; the answer's status and the service's own code, judged by the caller. */
export async function callRaw(lakeUrl: string, call: RawCall): Promise<LakeFailure & { status: number }> {
  const { container, path } = call.place;
  const reply = await fetch(`${lakeUrl}/${container}/${encodePath(path)}?${call.query}`, {
    method: call.method,
    headers: {
      ...call.headers,
      authorization: `Bearer ${call.token}`,
      "x-ms-version": apiVersion,
      "x-ms-client-request-id": call.correlationId,
    },
  }).catch((error: unknown) => {
    throw new AppError("lake_unavailable", "The lake does not answer.", { cause: error });
  });
  await reply.body?.cancel();
  return {
    status: reply.status,
    code: reply.headers.get("x-ms-error-code") ?? "",
    requestId: reply.headers.get("x-ms-request-id"),
  };
}
