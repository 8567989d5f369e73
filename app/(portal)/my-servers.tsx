import { stopMyServer } from "#app/(portal)/[org]/notebooks/actions.ts";
import { requireActor } from "#app/actor.ts";
import { grantedFolders } from "#app/granted.ts";
import { LiveServers } from "#components/notebooks/live-servers.tsx";
import { listServers } from "#lib/notebooks/queries.ts";
import { webServices } from "#lib/platform/services.ts";

/**
 * The actor's own notebook servers: in one organization all recent ones, without one (on Home) what runs anywhere. They
 * follow the Hub while somebody looks.
 */
export async function MyServers({ slug }: { slug?: string }) {
  const services = webServices();
  const actor = await requireActor();
  const isHome = slug === undefined;
  const narrowed = isHome ? { isAliveOnly: true } : { organizationSlug: slug };
  const servers = await listServers(services, actor, narrowed);
  const query = new URLSearchParams(isHome ? { alive: "1" } : { organization: slug });
  // Nothing granted, nothing to choose: then the empty state offers no way on.
  const folders = await grantedFolders();
  const first = folders.find((folder) => isHome || folder.organization.slug === slug);
  return (
    <LiveServers
      initial={{ servers, asOf: services.clock.now().toISOString() }}
      serversHref={`/api/v1/servers?${query}`}
      stop={stopMyServer}
      dataHref={first === undefined ? undefined : `/${first.organization.slug}/data`}
      level={isHome ? 3 : 2}
      isCompact
    />
  );
}
