import { broken, type Check, doubtful, fine } from "#lib/doctor/check.ts";

/** Methods of the browser's own transfers; append and flush are PATCH, which templates often leave out. */
const transferMethods = ["GET", "PUT", "PATCH"];

/** The lake: reachable, no shared key, and CORS for the browser's own transfers. */
export const lakeChecks: readonly Check[] = [
  {
    id: "lake.reachable",
    title: "Data lake answers",
    run: async ({ lake }) => fine(`in ${(await lake.ping()).toFixed(0)} ms`),
  },
  {
    id: "lake.cors",
    title: "Data lake allows the browser's own transfers",
    run: async ({ env }) => {
      if (!env.DIRECT_TRANSFER) {
        return fine("switched off (DIRECT_TRANSFER=0): the portal streams");
      }
      const refused: string[] = [];
      for (const method of transferMethods) {
        if (!(await preflight(env.LAKE_BROWSER_URL, { origin: env.PORTAL_ORIGIN, method }))) {
          refused.push(method);
        }
      }
      return refused.length === 0
        ? fine(transferMethods.join(", "))
        : doubtful(
            `${refused.join(", ")} from ${env.PORTAL_ORIGIN} is not allowed, so the portal streams instead.`,
            "Add the portal's origin with these methods to the storage account's CORS rules (blob service).",
          );
    },
  },
  {
    id: "lake.anonymous",
    title: "Data lake refuses calls without a token",
    run: async ({ env }) => {
      const response = await fetch(`${env.LAKE_BROWSER_URL}/raw?resource=filesystem&recursive=false`, {
        signal: AbortSignal.timeout(5000),
      });
      await response.body?.cancel();
      return response.status === 200
        ? broken("A container is public.", "Turn off anonymous access on the storage account.")
        : fine(`status ${response.status}`);
    },
  },
];

async function preflight(url: string, ask: { origin: string; method: string }): Promise<boolean> {
  const response = await fetch(`${url}/raw/doctor`, {
    method: "OPTIONS",
    headers: {
      Origin: ask.origin,
      "Access-Control-Request-Method": ask.method,
      "Access-Control-Request-Headers": "authorization,x-ms-version,x-ms-client-request-id",
    },
    signal: AbortSignal.timeout(5000),
  });
  await response.body?.cancel();
  return response.ok && response.headers.get("access-control-allow-origin") !== null;
}
