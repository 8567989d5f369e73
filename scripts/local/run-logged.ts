import { execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const tailLengthMax = 20_000;

export type RunLogged = {
  logFile: string;
  /** Exit codes that count as success; default only 0. */
  fine?: number[];
  /** Makes one sentence of the end of the output; `log` is the file with the rest. */
  explain: (output: string, log: string) => string;
};

/** Runs a program, appends what it prints to a file, and throws an Error with one sentence when it fails. */
export async function runLogged(
  command: string[],
  { logFile, fine = [0], explain }: RunLogged,
): Promise<void> {
  const [program = "", ...rest] = command;
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
  const file = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  let tail = "";
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      file.write(chunk);
      tail = (tail + chunk.toString()).slice(-tailLengthMax);
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve(exit ?? 128));
  });
  file.end();
  if (!fine.includes(code)) {
    throw new Error(explain(tail, logFile));
  }
}

/** What a program prints on standard output, trimmed. */
export async function printed([program = "", ...rest]: string[]): Promise<string> {
  const { stdout } = await execute(program, rest);
  return stdout.trim();
}
