import { FolderKey } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { requireActor } from "#app/actor.ts";
import { GrantedFolders } from "#components/home/granted-folders.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { pageTitle } from "#components/shell/page-title.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { authorizeOrganization } from "#lib/auth/authorize-organization.ts";
import { listGivers, listGrantedFolders } from "#lib/browsing/queries.ts";
import { webServices } from "#lib/platform/services.ts";
import { FoldersWithPulse, foldersShown } from "./folders-with-pulse.tsx";

type Props = { params: Promise<{ org: string }> };

/** The actor's folders in one organization, those without a granted folder above them. */
export default async function OrganizationDataPage({ params }: Props) {
  const { organization, actor, services } = await prove(params);
  const granted = await listGrantedFolders(services, actor);
  const folders = granted.filter((folder) => folder.isTop && folder.organization.slug === organization.slug);
  const now = services.clock.now().toISOString();
  return (
    <Page>
      <PageHeader title="Data" description={`Your folders in ${organization.name}`} />
      {folders.length === 0 ? (
        <NoFolders givers={await listGivers(services, actor, organization.id)} />
      ) : (
        <Suspense fallback={<GrantedFolders folders={foldersShown(folders, [])} now={now} />}>
          <FoldersWithPulse folders={folders} now={now} />
        </Suspense>
      )}
    </Page>
  );
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pageTitle("Data", (await prove(params)).organization.name) };
}

async function prove(params: Props["params"]) {
  const services = webServices();
  const actor = await requireActor();
  const authorized = await authorizeOrganization(services, actor, (await params).org);
  if (!authorized.ok) {
    notFound();
  }
  return { services, actor, organization: authorized.organization };
}

function NoFolders({ givers }: { givers: { name: string; address: string }[] }) {
  return (
    <EmptyState
      icon={<FolderKey aria-hidden="true" className="size-5" />}
      title="No folder has been given to you yet"
      level={2}
    >
      <p>Folders appear here as soon as an admin of your organization grants you access.</p>
      {givers.length > 0 && (
        <ul className="flex flex-col gap-1">
          {givers.map((giver) => (
            <li key={giver.address}>
              <a href={`mailto:${giver.address}`} className="link">
                {giver.name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}
