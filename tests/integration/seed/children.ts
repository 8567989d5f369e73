import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../../..");

/** A process of the product as the supervisor starts it: settings by environment, a pipe whose end is its own. */
export type Child = {
  process: ChildProcess /** Closes its stdin and waits; the exit code. */;
  end: () => Promise<number | null>;
};

/** Starts it and waits for its `{"ready":true}` line. */
export async function startChild(
  file: string,
  env: Record<string, string> & { NODE_ENV: "production" },
): Promise<Child> {
  const child = spawn(process.execPath, [join(root, file)], {
    cwd: root,
    env: { ...env, LAKEPORT_SUPERVISED: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.includes('"ready":true')) {
      ready.resolve();
    }
  });
  void exited.then(() => ready.reject(new Error(`${file} ended before it was ready.`)));
  await ready.promise;
  ready.promise.catch(() => undefined);
  return {
    process: child,
    end: async () => {
      child.stdin.end();
      const [code] = await exited;
      return code;
    },
  };
}

/** Asks until the answer is yes; the test's own time limit ends it. */
export async function until(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
