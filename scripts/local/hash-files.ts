import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** One hash over names and contents of files, and of all files in folders; paths are relative to `root`. */
export function hashFiles(root: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesOf(root, source)) {
      hash.update(file).update(readFileSync(join(root, file)));
    }
  }
  return hash.digest("hex");
}

function filesOf(root: string, source: string): string[] {
  if (!existsSync(join(root, source))) {
    return [];
  }
  if (statSync(join(root, source)).isFile()) {
    return [source];
  }
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
