import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const lockStaleAfterMs = 15_000;
const lockPollMs = 25;

/** The local certificate authority's two PEM texts. */
export type AuthorityPem = { certificate: string; key: string };

/**
 * Reads ca.pem and ca.key from a folder, or lets `make` create them (key file 0600, folder 0700).
 * Safe when several processes start at once: a lock folder admits one maker, a stale lock is taken over.
 */
export async function authorityFrom(
  folder: string,
  make: () => Promise<AuthorityPem>,
): Promise<AuthorityPem> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const present = await read(folder);
  if (present) return present;
  const lock = join(folder, "ca.lock");
  await acquire(lock);
  try {
    return (await read(folder)) ?? (await write(folder, await make()));
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function read(folder: string): Promise<AuthorityPem | null> {
  try {
    const [certificate, key] = await Promise.all([
      readFile(join(folder, "ca.pem"), "utf8"),
      readFile(join(folder, "ca.key"), "utf8"),
    ]);
    return { certificate, key };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** The certificate is renamed in last: whoever sees ca.pem finds its key. */
async function write(folder: string, pem: AuthorityPem): Promise<AuthorityPem> {
  await replace(join(folder, "ca.key"), pem.key, 0o600);
  await replace(join(folder, "ca.pem"), pem.certificate, 0o644);
  return pem;
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode });
  await rename(draft, path);
}

async function acquire(lock: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      return;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const held = await stat(lock).catch(() => null);
    if (held && Date.now() - held.mtimeMs > lockStaleAfterMs)
      await rm(lock, { recursive: true, force: true });
    await pause(lockPollMs);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
