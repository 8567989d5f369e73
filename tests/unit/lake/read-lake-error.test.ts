import { RestError } from "@azure/storage-file-datalake";
import { describe, expect, test } from "vitest";
import { describeLakeFailure, readLakeError } from "#lib/lake/read-lake-error.ts";

/** Shapes as the SDK throws them: recorded with 12.31.0; a HEAD has neither message nor code of its own. */
const headRefused = new RestError("", { statusCode: 403 });
headRefused.details = { errorCode: "AuthorizationPermissionMismatch", requestId: "r-1" };

describe("what the lake's answers mean", () => {
  test("a HEAD that is refused is told from the header's code, which is all there is", () => {
    expect(describeLakeFailure(headRefused)).toEqual({
      status: 403,
      code: "AuthorizationPermissionMismatch",
      requestId: "r-1",
    });
    expect(readLakeError(describeLakeFailure(headRefused))).toMatchObject({ refusal: "forbidden" });
  });

  test.each([
    [403, "AuthorizationPermissionMismatch", "forbidden"],
    [403, "InsufficientAccountPermissions", "forbidden"],
    [403, "UnauthorizedBlobOverwrite", "taken"],
    [403, "AuthorizationFailure", "firewalled"],
    [403, "AuthenticationFailed", "unauthenticated"],
    [401, "NoAuthenticationInformation", "unauthenticated"],
    [404, "PathNotFound", "absent"],
    [404, "BlobNotFound", "absent"],
    [404, "FilesystemNotFound", "absent"],
    [409, "PathAlreadyExists", "taken"],
    [409, "DirectoryNotEmpty", "not_empty"],
    [409, "PathIsTooDeep", "invalid"],
    [409, "FilesystemBeingDeleted", "busy"],
    [412, "ConditionNotMet", "changed"],
    [412, "LeaseIdMissing", "leased"],
    [416, "InvalidRange", "invalid"],
    [429, "", "busy"],
    [503, "ServerBusy", "busy"],
    [500, "OperationTimedOut", "busy"],
    [400, "InvaldAccessControlList", "invalid"],
  ])("%d %s means %s", (status, code, refusal) => {
    expect(readLakeError({ status, code, requestId: null })).toMatchObject({ kind: "refusal", refusal });
  });

  test.each([
    [500, "InternalError"],
    [502, ""],
    [null, "REQUEST_SEND_ERROR"],
    [null, "ECONNREFUSED"],
  ])("%s %s is a fault, never a refusal", (status, code) => {
    expect(readLakeError({ status, code, requestId: null }).kind).toBe("fault");
  });

  test("something that is no RestError at all is a fault", () => {
    expect(readLakeError(describeLakeFailure(new TypeError("boom"))).kind).toBe("fault");
    expect(readLakeError(describeLakeFailure(undefined)).kind).toBe("fault");
  });
});
