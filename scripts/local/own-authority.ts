import { spawnSync } from "node:child_process";

/** Node reads NODE_EXTRA_CA_CERTS only at its start: starts this very script again with it when it was not set. */
export function restartWithAuthority(file: string | undefined): void {
  if (file === undefined || process.env.NODE_EXTRA_CA_CERTS === file) {
    return;
  }
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
  });
  process.exit(status ?? 1);
}
