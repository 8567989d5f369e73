import type { CookieJar } from "#tests/cookies.ts";
import { Kernel } from "#tests/kernel.ts";

/** Where a person has entered: their server, and a kernel in which `print(1)` has run. */
export type Entered = { serverUrl: string; kernel: Kernel };

/** Opens JupyterLab's page as a browser would, signing in at the Hub on the way, and executes a first cell. */
export async function runFirstCell(jar: CookieJar, address: string): Promise<Entered> {
  const { response, visited } = await jar.visit(address);
  if (response.status !== 200) {
    throw new Error(`The server's page answered ${response.status}: ${visited.join(" -> ")}`);
  }
  const [serverUrl = ""] = /^.*\/user\/[^/]+\/[^/]+/.exec(visited.at(-1) ?? "") ?? [];
  const kernel = await Kernel.start(serverUrl, { jar }, "lakeport");
  const { stdout } = await kernel.run("print(1)");
  if (stdout.trim() !== "1") {
    throw new Error(`The first cell printed ${JSON.stringify(stdout)}.`);
  }
  return { serverUrl, kernel };
}
