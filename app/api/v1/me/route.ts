import { asActor } from "#app/api-actor.ts";
import { listGrantedFolders } from "#lib/browsing/queries.ts";

export const dynamic = "force-dynamic";

/** Who is asking, in which organizations, and with which granted folders. */
export function GET(request: Request): Promise<Response> {
  return asActor(request, async ({ services, actor }) => {
    const { personId: id, name, address } = actor;
    const memberships = actor.memberships.map(({ slug, orgRole }) => ({ organization: slug, orgRole }));
    const granted = await listGrantedFolders(services, actor);
    const folders = granted.map(({ organization, zone, path, level, url }) => ({
      organization: organization.slug,
      zone,
      path,
      level,
      url,
    }));
    return Response.json(
      { person: { id, name, address }, memberships, folders },
      { headers: { "cache-control": "no-store" } },
    );
  });
}
