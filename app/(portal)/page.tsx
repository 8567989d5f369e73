import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import { MyFolders } from "#app/(portal)/my-folders.tsx";
import { MyServers } from "#app/(portal)/my-servers.tsx";
import { OperatedOrganizations } from "#app/(portal)/operated-organizations.tsx";
import { requireActor } from "#app/actor.ts";
import { grantedFolders } from "#app/granted.ts";
import { NoOrganization } from "#components/home/home-empty.tsx";
import { HomeSection } from "#components/home/home-section.tsx";
import { WatchedReadiness } from "#components/home/watched-readiness.tsx";
import { ServersSkeleton } from "#components/notebooks/servers-skeleton.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { notebooksReadiness } from "#lib/notebooks/readiness.ts";
import { webServices } from "#lib/platform/services.ts";

export const metadata: Metadata = { title: "Home" };

/** What is mine: granted folders and notebook servers. Whoever has one folder and arrives from outside lands inside it. */
export default async function HomePage() {
  const actor = await requireActor();
  const folders = (await grantedFolders()).filter((folder) => folder.isTop);
  const [only, second] = folders;
  if (only !== undefined && second === undefined && !actor.isPlatformAdmin && (await comesFromOutside())) {
    redirect(only.url);
  }
  if (actor.memberships.length === 0 && !actor.isPlatformAdmin) {
    return (
      <Page>
        <NoOrganization address={actor.address} switchHref="/auth/switch" />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title="Home" />
      <WatchedReadiness initial={await notebooksReadiness(webServices())} href="/api/v1/servers/readiness" />
      {actor.isPlatformAdmin && <OperatedOrganizations />}
      {actor.memberships.length > 0 && (
        <>
          <HomeSection title="My folders" count={folders.length || undefined}>
            <MyFolders folders={folders} />
          </HomeSection>
          <HomeSection title="My notebook servers">
            <Suspense fallback={<ServersSkeleton />}>
              <MyServers />
            </Suspense>
          </HomeSection>
        </>
      )}
    </Page>
  );
}

/**
 * Whether the browser came here from another site (the sign-in) or by a typed address: then it lands in the only
 * folder. A link within the portal, "Home" above all, is `same-origin` and stays here.
 */
async function comesFromOutside(): Promise<boolean> {
  const sent = await headers();
  const site = sent.get("sec-fetch-site");
  return sent.get("sec-fetch-mode") === "navigate" && site !== null && site !== "same-origin";
}
