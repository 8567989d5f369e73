import { requireActor } from "#app/actor.ts";
import { NoOrganizationsAtAll } from "#components/home/home-empty.tsx";
import { HomeSection } from "#components/home/home-section.tsx";
import { OrganizationOverview } from "#components/home/organization-overview.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { listOrganizations } from "#lib/organizations/queries.ts";
import { webServices } from "#lib/platform/services.ts";

/** What a platform admin operates. Organizations are not data: nothing of what is inside is shown. */
export async function OperatedOrganizations() {
  const organizations = (await listOrganizations(webServices(), await requireActor())) ?? [];
  return (
    <HomeSection title="Organizations" count={organizations.length}>
      {organizations.length === 0 ? (
        <NoOrganizationsAtAll />
      ) : (
        <>
          <Callout>
            You operate this portal. That opens no data: a folder appears here when an organization grants it
            to you.
          </Callout>
          <OrganizationOverview organizations={organizations} />
        </>
      )}
    </HomeSection>
  );
}
