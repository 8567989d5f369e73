import { setTimeout as pause } from "node:timers/promises";
import type { World } from "#emulators/entra/world.ts";
import { GraphProblem } from "#emulators/graph/problem.ts";

/** Acts out the first planted fault that matches a request: waits, then fails with its status, as often as it says. */
export async function actOutFault(world: World, request: { method: string; path: string }): Promise<void> {
  const fault = world.controls.faults.find(
    ({ pathPattern, method, times }) =>
      times > 0 &&
      (method === null || method === request.method) &&
      new RegExp(pathPattern).test(request.path),
  );
  if (!fault) return;
  fault.times -= 1;
  if (fault.delayMs > 0) await pause(fault.delayMs);
  if (fault.status === null) return;
  const code = fault.status === 429 ? "TooManyRequests" : "ServiceUnavailable";
  const message = fault.status === 429 ? "Too many requests." : "The service is temporarily unavailable.";
  throw new GraphProblem(fault.status, code, { message, retryAfterSeconds: fault.retryAfterSeconds });
}
