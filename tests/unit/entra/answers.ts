import type { GraphResponse } from "#lib/entra/graph-error.ts";

/** A Graph answer in the shape the client hands to a judge. */
export function answer(
  status: number,
  body: unknown = null,
  retryAfter: string | null = null,
): GraphResponse {
  return { status, body, retryAfter, requestId: "6f1a3c1e-0d5b-4f0e-9a55-0c6d2f0a7b11" };
}

/** A Graph error body as v1.0 sends it. */
export function graphError(code: string, message: string): unknown {
  const ids = {
    date: "2026-11-20T09:00:00",
    "request-id": "6f1a3c1e-0d5b-4f0e-9a55-0c6d2f0a7b11",
    "client-request-id": "6f1a3c1e-0d5b-4f0e-9a55-0c6d2f0a7b12",
  };
  return { error: { code, message, innerError: ids } };
}

export const alreadyMember = graphError(
  "Request_BadRequest",
  "One or more added object references already exist for the following modified properties: 'members'.",
);

export const notReplicated = graphError(
  "Request_ResourceNotFound",
  "Resource 'b1a2c3d4-0000-4000-8000-000000000001' does not exist or one of its queried reference-property objects are not present.",
);

export const sourceNotReplicated = graphError(
  "Request_BadRequest",
  "The source resource object 'b1a2c3d4-0000-4000-8000-000000000001' or one of its queried reference-property objects do not exist.",
);

export const denied = graphError(
  "Authorization_RequestDenied",
  "Insufficient privileges to complete the operation.",
);
