import { setTimeout as wait } from "node:timers/promises";
import { type ChildSpec, type RunningChild, startChild } from "./child.ts";

/** What the supervisor does when a process keeps ending: go without it, or stop everything. */
export type Importance = "essential" | "optional";

const crashesMax = 5;
const crashWindowMs = 60_000;
const stopWithinMs = 10_000;

/** Keeps local processes running: restarts what crashes, reports failure when that is in vain. */
export class Supervisor {
  /** Resolves with the reason when an essential process could not be kept running. */
  readonly failed: Promise<string>;
  readonly #running = new Map<string, RunningChild>();
  readonly #logs: string;
  readonly #say: (line: string) => void;
  #fail: (reason: string) => void = () => undefined;
  #isStopping = false;

  /** `logs` is the folder of the processes' output; `say` prints a line for the person at the terminal. */
  constructor(logs: string, say: (line: string) => void) {
    this.#logs = logs;
    this.#say = say;
    this.failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  /** Starts a process and keeps it running; resolves when it is ready for the first time. */
  async run(spec: ChildSpec, importance: Importance): Promise<void> {
    if (this.#isStopping) {
      return;
    }
    const child = this.#start(spec);
    await child.ready;
    void this.#keep(spec, { child, importance });
  }

  /** Stops everything, last started first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const child of [...this.#running.values()].reverse()) {
      await stopChild(child);
    }
  }

  #start(spec: ChildSpec): RunningChild {
    const child = startChild(spec, this.#logs);
    this.#running.set(spec.name, child);
    return child;
  }

  async #keep(spec: ChildSpec, first: { child: RunningChild; importance: Importance }): Promise<void> {
    let crashes: number[] = [];
    let { child } = first;
    for (;;) {
      const reason = await child.ended;
      if (this.#isStopping) {
        return;
      }
      crashes = [...crashes, Date.now()].filter((time) => time > Date.now() - crashWindowMs);
      if (crashes.length > crashesMax) {
        this.#giveUp(spec, { importance: first.importance, reason });
        return;
      }
      this.#say(`${spec.name} ended (${reason}); starting it again.`);
      await wait(100 * 2 ** crashes.length);
      if (this.#isStopping) {
        return;
      }
      child = this.#start(spec);
      child.ready.catch(() => undefined);
    }
  }

  #giveUp(spec: ChildSpec, why: { importance: Importance; reason: string }): void {
    this.#running.delete(spec.name);
    const sentence = `${spec.name} keeps ending (${why.reason}); its log is ${this.#logs}/${spec.name}.log.`;
    this.#say(why.importance === "essential" ? sentence : `${sentence} Going on without it.`);
    if (why.importance === "essential") {
      this.#fail(sentence);
    }
  }
}

async function stopChild(child: RunningChild): Promise<void> {
  child.stop("SIGTERM");
  const isLate = await Promise.race([
    child.ended.then(() => false),
    wait(stopWithinMs, true, { ref: false }),
  ]);
  if (isLate) {
    child.stop("SIGKILL");
    await child.ended;
  }
}
