import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Secrets of one local installation, made at its first start and kept in its state folder (0600). */
export type Secrets = Record<(typeof names)[number], string> & { sealKeys: string; installation: string };

const names = [
  "databaseOwner",
  "databaseApp",
  "databaseWorker",
  "entraClient",
  "workerClient",
  "pipelineClient",
  "hubApi",
  "hubOauth",
  "hubCrypt",
  "proxyAuth",
  "admin",
] as const;

/** Makes the state folder (0700) when it is missing, and the secrets that are missing in it. */
export function openSecrets(home: string): Secrets {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
  const file = join(home, "secrets.json");
  const before: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const made = Object.fromEntries(
    names.map((name) => [name, before[name] ?? randomBytes(32).toString("hex")]),
  );
  const secrets = {
    ...made,
    sealKeys: before.sealKeys ?? `k1:${randomBytes(32).toString("base64url")}`,
    installation: before.installation ?? randomUUID(),
  } as Secrets;
  // Written aside and renamed, so that a kill in the middle leaves the old file whole.
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}
