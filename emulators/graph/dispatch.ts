import type { GraphAnswer, GraphCall } from "#emulators/graph/call.ts";
import { actOutFault } from "#emulators/graph/faults.ts";
import { operations } from "#emulators/graph/operation-table.ts";
import { badRequest, GraphProblem } from "#emulators/graph/problem.ts";

/** Finds and runs the operation of one call; faults first, then route, query options, permission, effect. */
export async function dispatch(call: GraphCall): Promise<GraphAnswer> {
  await actOutFault(call.world, call);
  for (const { method, pattern, options, operation } of operations) {
    const match = method === call.method ? pattern.exec(call.path) : null;
    if (!match) continue;
    const unknown = [...call.query.keys()].find((name) => !options.includes(name));
    if (unknown)
      throw badRequest(`Not emulated: query option ${unknown} at ${call.method} ${call.path}`, "NotEmulated");
    const ids = match.slice(1).map((part) => decoded(part ?? ""));
    return operation({ ...call, ids });
  }
  const message = `The local emulator does not support: ${call.method} /v1.0${call.path}`;
  throw new GraphProblem(501, "NotEmulated", { message });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`The path is not well encoded: ${part}`, "BadRequest");
  }
}
