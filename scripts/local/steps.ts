/** Prints each step of a start with the time that it took. */
export type Steps = {
  step<T>(name: string, work: () => Promise<T> | T): Promise<T>;
  say(line: string): void;
};

/** Steps on standard output; in a terminal the running step is shown and then replaced by its result. */
export function createSteps(): Steps {
  return {
    say: (line) => console.log(line),
    step: async (name, work) => {
      const started = performance.now();
      const result = await work();
      const seconds = (performance.now() - started) / 1000;
      console.log(`  ${name.padEnd(44, " ")} ${seconds.toFixed(1)} s`);
      return result;
    },
  };
}
