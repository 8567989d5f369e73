import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";

/** One answer of Graph, taken apart as far as judging needs; `body` is parsed JSON or null. */
export type GraphResponse = {
  status: number;
  body: unknown;
  /** Seconds (may be decimal) or an HTTP date, as sent. */
  retryAfter: string | null;
  requestId: string | null;
};

const errorBody = z.object({
  error: z.object({
    code: z.string().default(""),
    message: z.string().default(""),
    innerError: z.object({ "request-id": z.string().optional() }).optional(),
  }),
});

/** What Graph says went wrong; empty texts when the body is no Graph error (a proxy's page, say). */
export function readGraphError(response: GraphResponse): { code: string; message: string } {
  const parsed = errorBody.safeParse(response.body);
  return parsed.success ? parsed.data.error : { code: "", message: "" };
}

/** An answer that no caller planned for, as a fault that names Graph's own code and request id. */
export function unexpectedAnswer(what: string, response: GraphResponse): AppError {
  const { code, message } = readGraphError(response);
  const said = [code, message].filter((text) => text !== "").join(": ");
  return new AppError(
    "directory_unavailable",
    `Graph answered ${response.status} to ${what}. ${said}`.trim(),
    {
      cause: { status: response.status, code, requestId: response.requestId },
    },
  );
}
