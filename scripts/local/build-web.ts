import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Folders and files whose change makes a new build necessary. */
const sources = [
  "app",
  "components",
  "lib",
  "public",
  "proxy.ts",
  "next.config.js",
  "postcss.config.mjs",
  "package-lock.json",
];

/**
 * Builds the portal when its sources differ from what the last build saw. Returns whether it built; throws with the
 * compiler's last lines when it could not.
 */
export function buildWeb(root: string): boolean {
  const output = join(root, ".next");
  const stamp = join(output, "lakeport-sources");
  const hash = hashSources(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash && existsSync(webServer(root))) {
    return false;
  }
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const built = spawnSync(process.execPath, [next, "build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status !== 0) {
    const words = `${built.stdout}\n${built.stderr}`.trim().split("\n").slice(-40).join("\n");
    throw new Error(`The portal could not be built:\n${words}`);
  }
  // `next build` leaves static files outside the standalone folder on purpose (a CDN may serve them).
  cpSync(join(output, "static"), join(output, "standalone", ".next", "static"), { recursive: true });
  cpSync(join(root, "public"), join(output, "standalone", "public"), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/** The built portal's server file. */
export function webServer(root: string): string {
  return join(root, ".next", "standalone", "server.js");
}

function hashSources(root: string): string {
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
  if (source.includes(".")) {
    return [source];
  }
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
