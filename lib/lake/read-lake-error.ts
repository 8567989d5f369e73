import type { LakeRefusal } from "#lib/lake/lake.ts";

/** What is known of a failed call, whatever client made it. */
export type LakeFailure = { status: number | null; code: string; requestId: string | null };

/** Either something that a person can cause and mend, or a fault (the lake is unreachable or broken). */
export type LakeVerdict =
  | { kind: "refusal"; refusal: LakeRefusal; code: string; requestId: string | null }
  | { kind: "fault"; code: string; requestId: string | null };

// Codes: shared/recorded cases of the service and the REST reference "Azure Data Lake Storage error codes" (2026-11).
const byCode: Readonly<Record<string, LakeRefusal>> = {
  AuthorizationFailure: "firewalled",
  AccountIsDisabled: "firewalled",
  PublicAccessNotPermitted: "firewalled",
  AuthenticationFailed: "unauthenticated",
  InvalidAuthenticationInfo: "unauthenticated",
  NoAuthenticationInformation: "unauthenticated",
  PathAlreadyExists: "taken",
  BlobAlreadyExists: "taken",
  // Whoever may add but not replace hears this of anything that exists (azure-rest-api-specs#32708).
  UnauthorizedBlobOverwrite: "taken",
  ResourceAlreadyExists: "taken",
  ResourceTypeMismatch: "taken",
  PathConflict: "taken",
  DirectoryNotEmpty: "not_empty",
  LeaseIdMissing: "leased",
  LeaseAlreadyPresent: "leased",
  LeaseIdMismatch: "leased",
  DestinationPathIsBeingDeleted: "busy",
  FilesystemBeingDeleted: "busy",
  OperationTimedOut: "busy",
  ServerBusy: "busy",
  ConditionNotMet: "changed",
  SourceConditionNotMet: "changed",
  PathIsTooDeep: "invalid",
};

const byStatus: Readonly<Record<number, LakeRefusal>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "absent",
  405: "invalid",
  409: "taken",
  411: "invalid",
  412: "changed",
  413: "invalid",
  416: "invalid",
  429: "busy",
  503: "busy",
};

/** Judges a failed call by the service's own code first, then by status; anything unknown is a fault. */
export function readLakeError(failure: LakeFailure): LakeVerdict {
  const { code, requestId, status } = failure;
  const refusal = byCode[code] ?? (status === null ? undefined : byStatus[status]);
  if (refusal === undefined) {
    return { kind: "fault", code: code === "" ? `status_${status ?? "none"}` : code, requestId };
  }
  return { kind: "refusal", refusal, code: code === "" ? `status_${status}` : code, requestId };
}

/**
 * Reads the SDK's RestError (structurally: no SDK is imported). A HEAD answer has no body, so its code stands only in
 * `details.errorCode`, which comes from the header x-ms-error-code.
 */
export function describeLakeFailure(error: unknown): LakeFailure {
  const rest = recordOf(error);
  const details = recordOf(rest.details);
  const response = recordOf(rest.response);
  const headers = response.headers;
  return {
    status: numberOf(rest.statusCode) ?? numberOf(response.status),
    code:
      textOf(details.errorCode) ??
      headerOf(headers, "x-ms-error-code") ??
      textOf(details.code) ??
      textOf(rest.code) ??
      "",
    requestId: textOf(details.requestId) ?? headerOf(headers, "x-ms-request-id"),
  };
}

function headerOf(headers: unknown, name: string): string | null {
  const get = recordOf(headers).get;
  return typeof get === "function" ? textOf(get.call(headers, name)) : null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
