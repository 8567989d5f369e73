import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";

/** A Graph error: status, code and message as the real service words them, and Retry-After where it throttles. */
export class GraphProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, code: string, rest: { message: string; retryAfterSeconds?: number | null }) {
    super(rest.message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = rest.retryAfterSeconds ?? null;
  }
}

/** 404 for an object that is not there, or that something in the request points at. */
export function notFound(id: string): GraphProblem {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphProblem(404, "Request_ResourceNotFound", { message });
}

/** 403 for a token whose permissions, or a person whose rights, do not suffice. */
export function denied(): GraphProblem {
  return new GraphProblem(403, "Authorization_RequestDenied", {
    message: "Insufficient privileges to complete the operation.",
  });
}

/** 400 for a request that makes no sense. */
export function badRequest(message: string, code = "Request_BadRequest"): GraphProblem {
  return new GraphProblem(400, code, { message });
}

/** The ids by which both sides find a request again. */
export type RequestIds = { requestId: string; clientRequestId: string; nowMs: number };

/** The error body of Graph. */
export function problemBody(problem: GraphProblem, ids: RequestIds): object {
  const innerError = {
    date: new Date(ids.nowMs).toISOString().slice(0, 19),
    "request-id": ids.requestId,
    "client-request-id": ids.clientRequestId,
  };
  return { error: { code: problem.code, message: problem.message, innerError } };
}

/** A problem as an HTTP answer. */
export function problemReply(problem: GraphProblem, ids: RequestIds): Reply {
  const retry =
    problem.retryAfterSeconds === null ? {} : { "retry-after": String(problem.retryAfterSeconds) };
  const challenge =
    problem.status === 401 ? { "www-authenticate": 'Bearer realm="", authorization_uri=""' } : {};
  return jsonReply(problem.status, problemBody(problem, ids), { ...retry, ...challenge });
}
