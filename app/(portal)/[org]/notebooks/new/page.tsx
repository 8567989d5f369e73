import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { startMyServer } from "#app/(portal)/[org]/notebooks/actions.ts";
import { requireActor } from "#app/actor.ts";
import { LaunchForm } from "#components/notebooks/launch-form.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { Breadcrumb } from "#components/ui/breadcrumb.tsx";
import { Refusal } from "#components/ui/refusal.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import type { Place } from "#lib/browsing/browsing.ts";
import { listGivers, resolvePlace } from "#lib/browsing/queries.ts";
import { launchProfiles } from "#lib/notebooks/launch-profile.ts";
import { encodedNames, serversUrl } from "#lib/notebooks/notebook-urls.ts";
import { delegationLivesSeconds } from "#lib/notebooks/start-server.ts";
import { webServices } from "#lib/platform/services.ts";

type Query = { [name: string]: string | string[] | undefined };
type Props = { params: Promise<{ org: string }>; searchParams: Promise<Query> };

export const metadata: Metadata = { title: "Open in notebook" };

/** "Open in notebook": which profile, and the consent. A foreign or absent place is the same 404. */
export default async function NewServerPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const { org } = await params;
  const query = await searchParams;
  const path = one(query.path);
  const address = { org, zone: one(query.zone), names: encodedNames(path) };
  const placed = await resolvePlace(webServices(), actor, address);
  if (!placed.ok) {
    notFound();
  }
  const place = placed.value;
  const name = place.names.at(-1) ?? place.organization.name;
  return (
    <Page>
      <PageHeader
        above={<Above place={place} />}
        title={`Open ${name} in a notebook`}
        description={`JupyterLab opens with ${name} in ${place.zone.title} ready to read, as you.`}
      />
      {place.reach === null ? (
        <NotGranted actor={actor} place={place} />
      ) : (
        <LaunchForm
          start={startMyServer}
          place={{ organization: org, zone: place.zone.name, path }}
          profiles={profiles}
          delegationLength={`${delegationLivesSeconds / 3600} hours`}
          level={place.zone.isClosed ? "reader" : place.reach.level}
          organizationsInReach={actor.memberships.map((membership) => membership.name)}
          backHref={place.url}
        />
      )}
    </Page>
  );
}

const profiles = launchProfiles.map(({ id, name, description, cpuText, memoryText }, index) => ({
  id,
  name,
  description,
  resources: `${cpuText}, ${memoryText}`,
  isDefault: index === 0,
}));

function Above({ place }: { place: Place }) {
  return (
    <Breadcrumb
      crumbs={[
        { label: place.organization.name, href: `/${place.organization.slug}` },
        { label: "Notebooks", href: serversUrl(place.organization.slug) },
        { label: "New" },
      ]}
    />
  );
}

async function NotGranted({ actor, place }: { actor: Actor; place: Place }) {
  const helpers = await listGivers(webServices(), actor, place.organization.id);
  return (
    <Refusal
      kind="not-allowed"
      what={`You have no access to ${place.folder.name}`}
      why="A notebook reads exactly what you may read. An admin of the organization can grant you the folder."
      helpers={helpers}
      back={{ label: "Go to my folders", href: "/" }}
    />
  );
}

function one(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
