import { asActor } from "#app/api-actor.ts";
import { listServers } from "#lib/notebooks/queries.ts";

export const dynamic = "force-dynamic";

/** The asker's own notebook servers, newest first, as the Hub sees them now. Query: organization (a slug), alive=1. */
export function GET(request: Request): Promise<Response> {
  return asActor(request, async ({ services, actor }) => {
    const query = new URL(request.url).searchParams;
    const slug = query.get("organization");
    const servers = await listServers(services, actor, {
      ...(slug !== null && { organizationSlug: slug }),
      isAliveOnly: query.get("alive") === "1",
    });
    return Response.json(
      { servers, asOf: services.clock.now().toISOString() },
      { headers: { "cache-control": "no-store" } },
    );
  });
}
