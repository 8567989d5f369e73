import { type Health, readHealth } from "#lib/platform/health.ts";
import { webServices } from "#lib/platform/services.ts";
import manifest from "#package.json" with { type: "json" };

export const dynamic = "force-dynamic";

const reuseMs = 2_000;
let last: { health: Promise<Health>; at: number } | undefined;

/** 200, or 503 when a system without which nothing works is down. Open to all, so it is asked at most every 2 seconds. */
export async function GET(): Promise<Response> {
  if (last === undefined || Date.now() - last.at > reuseMs) {
    last = { health: ask(), at: Date.now() };
  }
  const health = await last.health;
  return Response.json(
    { status: health.status, version: manifest.version, dependencies: health.dependencies },
    { status: health.status === "down" ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
}

function ask(): Promise<Health> {
  const { env, db, tokens, lake, hub } = webServices();
  return readHealth({
    database: { ask: db.ping, isVital: true },
    entra: { ask: tokens.ping, isVital: true },
    lake: { ask: lake.ping, isVital: true },
    // The portal is of use without notebooks, and the first start brings them up later.
    hub: { ask: env.HUB_API_URL === undefined ? null : hub.ping, isVital: false },
  });
}
