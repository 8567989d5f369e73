/** How one outside system answered just now. `off`: not set up here. */
export type DependencyHealth = { state: "up" | "down" | "off"; milliseconds: number | null };

/** A system to ask: milliseconds of a cheap call; it throws when there is no answer. Null: not set up. */
export type Probe = { ask: (() => Promise<number>) | null; isVital: boolean };

/** `down` when a vital system is down (nothing works), `degraded` when another is. */
export type Health = { status: "ok" | "degraded" | "down"; dependencies: Record<string, DependencyHealth> };

const answerWithinMs = 3_000;

/** Asks all systems at once, each for at most three seconds. Says states and times, never a message or an address. */
export async function readHealth(probes: Record<string, Probe>): Promise<Health> {
  const asked = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => [name, await ask(probe)] as const),
  );
  const isDown = (isVital: boolean) =>
    asked.some(([name, health]) => health.state === "down" && probes[name]?.isVital === isVital);
  const status = isDown(true) ? "down" : isDown(false) ? "degraded" : "ok";
  return { status, dependencies: Object.fromEntries(asked) };
}

async function ask(probe: Probe): Promise<DependencyHealth> {
  if (probe.ask === null) {
    return { state: "off", milliseconds: null };
  }
  try {
    return { state: "up", milliseconds: Math.round(await withinTime(probe.ask())) };
  } catch {
    return { state: "down", milliseconds: null };
  }
}

function withinTime(answer: Promise<number>): Promise<number> {
  const { promise, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(() => reject(new Error("no answer in time")), answerWithinMs);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}
