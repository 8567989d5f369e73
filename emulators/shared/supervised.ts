/**
 * Ends this process when its supervisor does: with LAKEPORT_SUPERVISED=1 the closing of stdin is the signal,
 * SIGINT and SIGTERM always are. `close` runs once; a second signal, or 5 seconds, ends it hard.
 */
export function endWithSupervisor(close: () => Promise<void>): void {
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), 5_000).unref();
    await close().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    process.exit(0);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  if (process.env.LAKEPORT_SUPERVISED !== "1") return;
  process.stdin.resume();
  process.stdin.once("end", end);
  process.stdin.once("error", end);
}
