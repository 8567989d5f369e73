import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles } from "./hash-files.ts";

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
 * Builds the portal when its sources differ from what the last build saw, in a process of its own that ends with this
 * one. Returns whether it built; throws with the compiler's last lines when it could not.
 */
export async function buildWeb(root: string): Promise<boolean> {
  const output = join(root, ".next");
  const stamp = join(output, "lakeport-sources");
  const hash = hashFiles(root, sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash && existsSync(webServer(root))) {
    return false;
  }
  await runNextBuild(root);
  // `next build` leaves static files outside the standalone folder on purpose (a CDN may serve them).
  cpSync(join(output, "static"), join(output, "standalone", ".next", "static"), { recursive: true });
  cpSync(join(root, "public"), join(output, "standalone", "public"), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

async function runNextBuild(root: string): Promise<void> {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  }
  const stop = () => child.kill();
  process.once("exit", stop);
  const code = await new Promise((resolve) => child.once("error", resolve).once("close", resolve));
  process.off("exit", stop);
  if (code !== 0) {
    const words = printed.join("").trim().split("\n").slice(-40).join("\n");
    throw new Error(`The portal could not be built:\n${words}`);
  }
}

/** The built portal's server file. */
export function webServer(root: string): string {
  return join(root, ".next", "standalone", "server.js");
}
