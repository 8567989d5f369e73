import { setTimeout as pause } from "node:timers/promises";
import type { Reply } from "#emulators/lake/call.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/**
 * One kind of misbehaviour. It strikes operations of that name (all without one) with the given chance,
 * at most `times` times. Latency in milliseconds; `refusal` answers instead of the operation; `cutAfterBytes`
 * breaks the connection in the middle of a body.
 */
type Fault = {
  operation?: string;
  chance?: number;
  times?: number;
  latencyMs?: number;
  jitterMs?: number;
  refusal?: FaultRefusal;
  retryAfterS?: number;
  cutAfterBytes?: number;
};
type FaultRefusal = "busy" | "throttled" | "firewall" | "expired-token" | "timeout";

export type Faults = {
  rules: () => readonly Fault[];
  set: (rules: readonly Fault[], seed: number) => void;
  /** Waits or refuses before the operation; answers how its reply is to be cut. */
  strike: (operation: string) => Promise<(reply: Reply) => Reply>;
};

const asIs = (reply: Reply): Reply => reply;

/** No faults until some are set; the same seed and the same calls bring the same faults. */
export function createFaults(): Faults {
  let rules: Fault[] = [];
  let state = 1;
  const roll = (): number => {
    // Numerical Recipes' linear congruential generator: repeatable, not random.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const isStruck = (rule: Fault, operation: string): boolean => {
    if (rule.operation !== undefined && rule.operation !== operation) return false;
    if (rule.times === 0 || roll() >= (rule.chance ?? 1)) return false;
    if (rule.times !== undefined) rule.times -= 1;
    return true;
  };
  return {
    rules: () => rules,
    set: (next, seed) => {
      rules = next.map((rule) => ({ ...rule }));
      state = seed;
    },
    strike: async (operation) => {
      const struck = rules.filter((rule) => isStruck(rule, operation));
      for (const rule of struck) {
        const waitMs = (rule.latencyMs ?? 0) + roll() * (rule.jitterMs ?? 0);
        if (waitMs > 0) await pause(waitMs);
        if (rule.refusal) throw refusalOf(rule.refusal, rule.retryAfterS);
      }
      const bytes = struck.find((rule) => rule.cutAfterBytes !== undefined)?.cutAfterBytes;
      return bytes === undefined ? asIs : (reply) => cut(reply, bytes);
    },
  };
}

function refusalOf(kind: FaultRefusal, retryAfterS: number | undefined): Refusal {
  const headers: Record<string, string> =
    retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) };
  switch (kind) {
    case "busy":
      return new Refusal("ServerBusy", { headers });
    case "throttled":
      return new Refusal("ServerBusy", { status: 429, headers });
    case "firewall":
      return new Refusal("AuthorizationFailure");
    case "expired-token":
      return new Refusal("InvalidAuthenticationInfo");
    case "timeout":
      return new Refusal("OperationTimedOut");
  }
}

/** The whole length is promised, then the stream fails: the client sees a reset. */
function cut(reply: Reply, bytes: number): Reply {
  const whole = reply.stream ?? {
    bytes: Buffer.byteLength(reply.body ?? ""),
    chunks: once(Buffer.from(reply.body ?? "")),
  };
  return {
    ...reply,
    body: undefined,
    stream: { bytes: whole.bytes, chunks: firstBytes(whole.chunks, bytes) },
  };
}

async function* once(buffer: Buffer): AsyncGenerator<Buffer> {
  yield buffer;
}

async function* firstBytes(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) throw new Error("Cut by a fault that was asked for.");
  }
}
