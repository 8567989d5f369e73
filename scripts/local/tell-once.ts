import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles } from "./hash-files.ts";
import type { LocalCloud } from "./settings.ts";

/**
 * Tells the story unless this database and this lake know it already, told by the same sources: what people have
 * changed since then must not come back with the next start. A telling that was cut off is taken up again.
 */
export async function tellOnce({ root, home }: LocalCloud, tell: () => Promise<void>): Promise<void> {
  const stamp = join(home, "told");
  const now = [hashFiles(root, ["prisma/seed"]), bornAt(join(home, "pg")), bornAt(join(home, "lake"))].join(
    " ",
  );
  if (read(stamp) === now) {
    return;
  }
  rmSync(stamp, { force: true });
  await tell();
  writeFileSync(stamp, now, { mode: 0o600 });
}

/** A folder that was removed and made again is another one. */
function bornAt(folder: string): string {
  const { ino, birthtimeMs } = statSync(folder);
  return `${ino}:${Math.round(birthtimeMs)}`;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
