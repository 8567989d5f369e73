import { z } from "zod";
import { bodyAs, type GraphAnswer, type GraphCall } from "#emulators/graph/call.ts";
import { dispatch } from "#emulators/graph/dispatch.ts";
import { badRequest, GraphProblem, problemBody, type RequestIds } from "#emulators/graph/problem.ts";

const requestsMax = 20;
const stepSchema = z.object({
  id: z.string().min(1),
  method: z.string().transform((method) => method.toUpperCase()),
  url: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
const batchSchema = z.strictObject({ requests: z.array(stepSchema) });
type Step = z.infer<typeof stepSchema>;
type StepAnswer = { id: string; status: number; headers: Record<string, string>; body?: unknown };

/** POST /$batch: up to 20 requests in order, each judged on its own; one whose dependency failed is a 424. */
export async function runBatch(call: GraphCall, ids: RequestIds): Promise<GraphAnswer> {
  const { requests } = bodyAs(call, batchSchema);
  if (requests.length > requestsMax) {
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${requestsMax}.`,
      "BadRequest",
    );
  }
  if (new Set(requests.map((step) => step.id)).size < requests.length)
    throw badRequest("Request Id has to be unique in a batch.", "BadRequest");
  const responses: StepAnswer[] = [];
  for (const step of requests) {
    const isHeld = step.dependsOn.some(
      (id) => (responses.find((answer) => answer.id === id)?.status ?? 424) >= 400,
    );
    responses.push(
      isHeld
        ? failed(step, new GraphProblem(424, "FailedDependency", { message: "A dependency failed." }), ids)
        : await runStep(call, step, ids),
    );
  }
  return { status: 200, body: { responses } };
}

async function runStep(call: GraphCall, step: Step, ids: RequestIds): Promise<StepAnswer> {
  const url = new URL(`/v1.0${step.url.startsWith("/") ? "" : "/"}${step.url}`, call.origin);
  const consistency = Object.entries(step.headers).find(
    ([name]) => name.toLowerCase() === "consistencylevel",
  )?.[1];
  try {
    const answer = await dispatch({
      ...call,
      method: step.method,
      path: url.pathname.slice("/v1.0".length),
      query: url.searchParams,
      isEventual: consistency?.toLowerCase() === "eventual",
      body: step.body ?? {},
    });
    return {
      id: step.id,
      status: answer.status,
      headers: answer.body ? { "Content-Type": "application/json" } : {},
      body: answer.body,
    };
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    return failed(step, error, ids);
  }
}

function failed(step: Step, problem: GraphProblem, ids: RequestIds): StepAnswer {
  const retry: Record<string, string> =
    problem.retryAfterSeconds === null ? {} : { "Retry-After": String(problem.retryAfterSeconds) };
  return {
    id: step.id,
    status: problem.status,
    headers: { "Content-Type": "application/json", ...retry },
    body: problemBody(problem, ids),
  };
}
