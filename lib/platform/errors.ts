/** Codes of faults that nobody planned; each is mapped to words in one place (app/error words). */
export type FaultCode =
  | "configuration_invalid"
  | "database_unavailable"
  | "directory_unavailable"
  | "lake_unavailable"
  | "hub_unavailable"
  | "mail_unavailable"
  | "token_unavailable"
  | "sealed_value_unreadable"
  | "unexpected";

/**
 * A fault: something that no person caused and none can mend from a page.
 * What a person can cause and mend is a refusal, returned as a value, never thrown.
 */
export class AppError extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}

/** The fault's code, or `unexpected` for anything that is not an AppError. */
export function faultCode(error: unknown): FaultCode {
  return error instanceof AppError ? error.code : "unexpected";
}
