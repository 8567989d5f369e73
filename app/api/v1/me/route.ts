import { asActor } from "#app/api-actor.ts";

export const dynamic = "force-dynamic";

/** Who is asking, in which organizations, and with which granted folders. */
export function GET(request: Request): Promise<Response> {
  return asActor(request, async ({ actor }) => {
    const { personId: id, name, address } = actor;
    const memberships = actor.memberships.map(({ slug, orgRole }) => ({ organization: slug, orgRole }));
    return Response.json(
      { person: { id, name, address }, memberships },
      { headers: { "cache-control": "no-store" } },
    );
  });
}
