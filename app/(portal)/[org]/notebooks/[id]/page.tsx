import { Square } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { stopMyServer } from "#app/(portal)/[org]/notebooks/actions.ts";
import { requireOrganization } from "#app/(portal)/[org]/organization.ts";
import { requireActor } from "#app/actor.ts";
import { LaunchWatch } from "#components/notebooks/launch-watch.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { Breadcrumb } from "#components/ui/breadcrumb.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { isServerId } from "#lib/notebooks/notebook-server.ts";
import { serversUrl } from "#lib/notebooks/notebook-urls.ts";
import { findServer } from "#lib/notebooks/queries.ts";
import { webServices } from "#lib/platform/services.ts";

export const metadata: Metadata = { title: "Starting a notebook" };

/** One's own server: its start as it happens, and the way into it as soon as it runs. Anybody else's is a 404. */
export default async function ServerPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { slug, name } = await requireOrganization(org);
  const actor = await requireActor();
  const server = isServerId(id) ? await findServer(webServices(), actor, id) : null;
  if (server === null || server.organization !== slug) {
    notFound();
  }
  return (
    <Page>
      <PageHeader
        above={
          <Breadcrumb
            crumbs={[
              { label: name, href: `/${slug}` },
              { label: "Notebooks", href: serversUrl(slug) },
              { label: server.name },
            ]}
          />
        }
        title={server.name}
        description={`Notebook server, ${server.profile}`}
      />
      {server.state === "stopped" || server.state === "stopping" ? (
        <Stopped againHref={server.againHref} serversHref={serversUrl(slug)} />
      ) : (
        <LaunchWatch
          progressHref={`/api/v1/servers/${id}/progress`}
          againHref={server.againHref}
          serversHref={serversUrl(slug)}
          cancel={stopMyServer.bind(null, id)}
        />
      )}
    </Page>
  );
}

function Stopped({ againHref, serversHref }: { againHref: string; serversHref: string }) {
  return (
    <EmptyState
      icon={<Square aria-hidden="true" className="size-5" />}
      title="This notebook server has stopped"
      action={
        <>
          <LinkButton href={againHref} variant="primary">
            Start another
          </LinkButton>
          <LinkButton href={serversHref}>My servers</LinkButton>
        </>
      }
    >
      <p>Files in your home are still there: another server on the same folder opens with them.</p>
    </EmptyState>
  );
}
