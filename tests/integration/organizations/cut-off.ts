/** Where a run is cut off: at the n-th call to the outside (counted from 1), before or after its effect. */
export type Cut = { at: number; when: "before" | "after" };

/** Counts calls over several ports and throws at one of them, once. */
export type CutOff = { calls: () => number; guard: <T extends object>(port: T) => T };

export class CutOffError extends Error {}

export function createCutOff(cut: Cut | null): CutOff {
  let calls = 0;
  const reach = (when: Cut["when"]) => {
    if (cut !== null && calls === cut.at && cut.when === when) {
      throw new CutOffError(`cut off ${when} call ${calls}`);
    }
  };
  return {
    calls: () => calls,
    guard: (port) =>
      new Proxy(port, {
        get: (target, name, receiver) => {
          const value: unknown = Reflect.get(target, name, receiver);
          if (typeof value !== "function") {
            return value;
          }
          return async (...given: unknown[]) => {
            calls += 1;
            const mine = calls;
            reach("before");
            const result: unknown = await Reflect.apply(value, target, given);
            if (mine === calls) {
              reach("after");
            }
            return result;
          };
        },
      }),
  };
}
