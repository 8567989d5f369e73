/** A refusal in the service's own words: status, code and message as documented or recorded (adls.md 2.6). */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Extra headers, e.g. WWW-Authenticate. */
  readonly headers: Record<string, string>;
  /** Extra elements of the body, e.g. HeaderName. */
  readonly details: Record<string, string>;

  constructor(code: keyof typeof refusals, more: RefusalMore = {}) {
    const [status, message] = refusals[code];
    super(more.message ?? message);
    this.code = code;
    this.status = more.status ?? status;
    this.headers = more.headers ?? {};
    this.details = more.details ?? {};
  }
}

export type RefusalMore = {
  message?: string;
  status?: number;
  headers?: Record<string, string>;
  details?: Record<string, string>;
};
type RefusalCode = keyof typeof refusals;

const formatMessage = "The value for one of the HTTP headers is not in the correct format.";

const refusals = {
  AuthenticationFailed: [
    403,
    "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
  ],
  AuthorizationFailure: [403, "This request is not authorized to perform this operation."],
  AuthorizationPermissionMismatch: [
    403,
    "This request is not authorized to perform this operation using this permission.",
  ],
  BlobNotFound: [404, "The specified blob does not exist."],
  ConditionNotMet: [412, "The condition specified using HTTP conditional header(s) is not met."],
  ContainerAlreadyExists: [409, "The specified container already exists."],
  ContainerNotFound: [404, "The specified container does not exist."],
  CorsPreflightFailure: [403, "CORS not enabled or no matching rule found for this request."],
  DirectoryNotEmpty: [
    409,
    "The recursive query parameter value must be true to delete a non-empty directory.",
  ],
  FilesystemAlreadyExists: [409, "The specified filesystem already exists."],
  FilesystemNotFound: [404, "The specified filesystem does not exist."],
  InsufficientAccountPermissions: [
    403,
    "The account being accessed does not have sufficient permissions to execute this operation.",
  ],
  // The missing letter is the service's own (recorded).
  InvaldAccessControlList: [400, "The access control list value is invalid."],
  InvalidAuthenticationInfo: [
    401,
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  ],
  InvalidBlobOrBlock: [400, "The specified blob or block content is invalid."],
  InvalidBlockId: [400, "The specified block ID is invalid. The block ID must be Base64-encoded."],
  InvalidBlockList: [400, "The specified block list is invalid."],
  InvalidDestinationPath: [
    409,
    "The specified path, or an element of the path, exists and its resource type is invalid for this operation.",
  ],
  InvalidFlushPosition: [
    400,
    "The uploaded data is not contiguous or the position query parameter value is not equal to the length of the file after appending the uploaded data.",
  ],
  InvalidHeaderValue: [400, formatMessage],
  InvalidInput: [400, "One of the request inputs is not valid."],
  InvalidMetadata: [400, "The specified metadata is invalid. It includes characters that are not permitted."],
  InvalidPermission: [400, "The permission value is invalid."],
  InvalidQueryParameterValue: [
    400,
    "Value for one of the query parameters specified in the request URI is invalid.",
  ],
  InvalidRange: [416, "The range specified is invalid for the current size of the resource."],
  InvalidRenameSourcePath: [
    409,
    "The source directory cannot be the same as the destination directory, nor can the destination be a subdirectory of the source directory.",
  ],
  InvalidResourceName: [400, "The specified resource name contains invalid characters."],
  InvalidSourceOrDestinationResourceType: [
    409,
    "The source and destination resource type must be identical.",
  ],
  InvalidSourceUri: [400, "The source URI is invalid."],
  InvalidUri: [400, "The request URI is invalid."],
  InvalidXmlDocument: [400, "The specified XML is not syntactically valid."],
  KeyBasedAuthenticationNotPermitted: [
    403,
    "Key based authentication is not permitted on this storage account.",
  ],
  LeaseAlreadyPresent: [409, "There is already a lease present."],
  LeaseIdMismatch: [
    412,
    "The lease ID specified did not match the lease ID for the resource with the specified lease operation.",
  ],
  LeaseIdMissing: [
    412,
    "There is currently a lease on the resource and no lease ID was specified in the request.",
  ],
  LeaseIsBrokenAndCannotBeRenewed: [
    409,
    "The lease ID matched, but the lease has been broken explicitly and cannot be renewed.",
  ],
  LeaseNotPresent: [412, "There is currently no lease on the resource."],
  LeaseIdMismatchWithBlobOperation: [412, "The lease ID specified did not match the lease ID for the blob."],
  LeaseIdMismatchWithContainerOperation: [
    412,
    "The lease ID specified did not match the lease ID for the container.",
  ],
  LeaseIdMismatchWithLeaseOperation: [
    409,
    "The lease ID specified did not match the lease ID for the resource with the specified lease operation.",
  ],
  LeaseNotPresentWithBlobOperation: [412, "There is currently no lease on the blob."],
  LeaseNotPresentWithContainerOperation: [412, "There is currently no lease on the container."],
  LeaseNotPresentWithLeaseOperation: [409, "There is currently no lease on the resource."],
  LengthRequired: [411, "The Content-Length header was not specified."],
  Md5Mismatch: [
    400,
    "The MD5 value specified in the request did not match the MD5 value calculated by the server.",
  ],
  MissingRequiredHeader: [400, "An HTTP header that's mandatory for this request is not specified."],
  MissingRequiredQueryParameter: [
    400,
    "A query parameter that's mandatory for this request is not specified.",
  ],
  NoAuthenticationInformation: [
    401,
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  ],
  NotEmulated: [501, "This feature is not emulated."],
  OperationTimedOut: [500, "The operation could not be completed within the permitted time."],
  OutOfRangeInput: [400, "One of the request inputs is out of range."],
  OutOfRangeQueryParameterValue: [
    400,
    "A query parameter specified in the request URI is outside the permissible range.",
  ],
  PathAlreadyExists: [409, "The specified path already exists."],
  BlobAlreadyExists: [409, "The specified blob already exists."],
  PathConflict: [
    409,
    "The specified path, or an element of the path, exists and its resource type is invalid for this operation.",
  ],
  PathIsTooDeep: [409, "The path is too deep."],
  PathNotFound: [404, "The specified path does not exist."],
  RemoveAclNotAllowed: [400, "Removal of a single u/g/o/m entry is not allowed."],
  RenameDestinationParentPathNotFound: [404, "The parent directory of the destination path does not exist."],
  RequestBodyTooLarge: [413, "The request body is too large and exceeds the maximum permissible limit."],
  ResourceNotFound: [404, "The specified resource does not exist."],
  ResourceTypeMismatch: [409, "The resource type is invalid for this operation."],
  ServerBusy: [503, "Operations per second is over the account limit."],
  SetAclMissingAces: [400, "Invalid ACL: the user, group and other entries are required."],
  SourceConditionNotMet: [412, "The source condition specified using HTTP conditional header(s) is not met."],
  SourcePathNotFound: [404, "The source path for a rename operation does not exist."],
  UnauthorizedBlobOverwrite: [403, "This request is not authorized to perform blob overwrites."],
  UnsupportedHeader: [400, "One of the HTTP headers specified in the request is not supported."],
  UnsupportedHttpVerb: [405, "The resource doesn't support specified Http Verb."],
  UnsupportedQueryParameter: [
    400,
    "One of the query parameters specified in the request URI is not supported.",
  ],
} as const satisfies Record<string, readonly [number, string]>;

/** 501 naming the feature; never a silent success. */
export function notEmulated(feature: string): Refusal {
  return new Refusal("NotEmulated", { message: `The lake emulator does not support: ${feature}` });
}

/** 400 InvalidHeaderValue naming header and value, as the service does (recorded on blob). */
export function badHeader(name: string, value: string): Refusal {
  return new Refusal("InvalidHeaderValue", { details: { HeaderName: name, HeaderValue: value } });
}

export function badQuery(name: string, value: string): Refusal {
  return new Refusal("InvalidQueryParameterValue", {
    details: { QueryParameterName: name, QueryParameterValue: value },
  });
}

/** Names that the blob side gives to what the dfs side calls otherwise. */
const blobNames: Record<string, RefusalCode> = {
  PathNotFound: "BlobNotFound",
  FilesystemNotFound: "ContainerNotFound",
  FilesystemAlreadyExists: "ContainerAlreadyExists",
  PathAlreadyExists: "BlobAlreadyExists",
};

/** The same refusal under its blob name. */
export function asBlobRefusal(refusal: Refusal): Refusal {
  const name = blobNames[refusal.code];
  return name ? new Refusal(name, { headers: refusal.headers, details: refusal.details }) : refusal;
}
