import { stopMyServer } from "#app/(portal)/[org]/notebooks/actions.ts";
import { requireActor } from "#app/actor.ts";
import { grantedFolders } from "#app/granted.ts";
import { LiveServers } from "#components/notebooks/live-servers.tsx";
import { listServers } from "#lib/notebooks/queries.ts";
import { webServices } from "#lib/platform/services.ts";

/** The actor's own notebook servers, in one organization or all; they follow the Hub while somebody looks. */
export async function MyServers({ slug }: { slug?: string }) {
  const services = webServices();
  const actor = await requireActor();
  const servers = await listServers(services, actor, {
    ...(slug !== undefined && { organizationSlug: slug }),
  });
  const folders = await grantedFolders();
  const first = folders.find((folder) => slug === undefined || folder.organization.slug === slug);
  const query = slug === undefined ? "" : `?${new URLSearchParams({ organization: slug })}`;
  return (
    <LiveServers
      initial={{ servers, asOf: services.clock.now().toISOString() }}
      serversHref={`/api/v1/servers${query}`}
      stop={stopMyServer}
      dataHref={first?.url}
      isCompact
    />
  );
}
