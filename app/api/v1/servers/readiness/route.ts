import { asActor } from "#app/api-actor.ts";
import { notebooksReadiness } from "#lib/notebooks/readiness.ts";

export const dynamic = "force-dynamic";

/** Whether notebook servers can be started now, and if not, how far the preparation is. */
export function GET(request: Request): Promise<Response> {
  return asActor(request, async ({ services }) =>
    Response.json(await notebooksReadiness(services), { headers: { "cache-control": "no-store" } }),
  );
}
