import { setTimeout as wait } from "node:timers/promises";

/** Waits until `url` answers at all, whatever it says; throws a sentence after `withinMs`. */
export async function untilAnswers(url: string, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    try {
      await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
      return;
    } catch {
      await wait(50);
    }
  }
  throw new Error(`${url} did not answer within ${Math.round(withinMs / 1000)} seconds.`);
}
