import { z } from "zod";
import type { World } from "#emulators/entra/world.ts";
import type { Caller } from "#emulators/graph/caller.ts";
import { badRequest } from "#emulators/graph/problem.ts";

/** One Graph operation being asked, alone or inside a batch. `ids` are the parts that the route's pattern caught. */
export type GraphCall = {
  world: World;
  caller: Caller;
  /** `http://127.0.0.1:4100`, for links in answers. */
  origin: string;
  method: string;
  /** Below /v1.0, as it came (still percent-encoded). */
  path: string;
  ids: string[];
  query: URLSearchParams;
  isEventual: boolean;
  body: unknown;
};

/** What an operation answers; no body means 204. */
export type GraphAnswer = { status: number; body?: Record<string, unknown> };

/** One operation of Graph: answers, or throws a GraphProblem. */
export type Operation = (call: GraphCall) => GraphAnswer | Promise<GraphAnswer>;

/** The first id of a call's path. */
export function idOf(call: GraphCall): string {
  return call.ids[0] ?? "";
}

/** A call's body in the given shape; anything else is a 400 that says where. */
export function bodyAs<T>(call: GraphCall, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  throw badRequest(`Invalid value specified: ${z.prettifyError(parsed.error)}`);
}

/** `@odata.context` of an answer. */
export function contextOf(call: GraphCall, what: string): string {
  return `${call.origin}/v1.0/$metadata#${what}`;
}
