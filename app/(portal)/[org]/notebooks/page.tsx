import type { Metadata } from "next";
import { Suspense } from "react";
import { requireOrganization } from "#app/(portal)/[org]/organization.ts";
import { MyServers } from "#app/(portal)/my-servers.tsx";
import { WatchedReadiness } from "#components/home/watched-readiness.tsx";
import { ServersSkeleton } from "#components/notebooks/servers-skeleton.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { pageTitle } from "#components/shell/page-title.ts";
import { notebooksReadiness } from "#lib/notebooks/readiness.ts";
import { webServices } from "#lib/platform/services.ts";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireOrganization((await params).org);
  return { title: pageTitle("Notebooks", name) };
}

/** The actor's own notebook servers in one organization. */
export default async function NotebooksPage({ params }: Props) {
  const organization = await requireOrganization((await params).org);
  return (
    <Page>
      <PageHeader
        title="Notebooks"
        description={`Your notebook servers in ${organization.name}. Each acts as you, and only until the time it names.`}
      />
      <WatchedReadiness initial={await notebooksReadiness(webServices())} href="/api/v1/servers/readiness" />
      <Suspense fallback={<ServersSkeleton />}>
        <MyServers slug={organization.slug} />
      </Suspense>
    </Page>
  );
}
