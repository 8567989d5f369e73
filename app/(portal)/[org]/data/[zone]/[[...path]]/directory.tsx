import { redirect } from "next/navigation";
import { after } from "next/server";
import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { browserClient } from "#lib/auth/browser-client.ts";
import { browseDirectory } from "#lib/browsing/browse-directory.ts";
import type { Place } from "#lib/browsing/browsing.ts";
import { connectTexts } from "#lib/browsing/connect-texts.ts";
import { dataApiUrl, dataUrl } from "#lib/browsing/data-url.ts";
import { type Services, webServices } from "#lib/platform/services.ts";
import { sweepDrafts } from "#lib/transfers/sweep-drafts.ts";
import { locationOf } from "./location-of.ts";
import { RefusedPlace } from "./refused-place.tsx";
import { Workspace, type WorkspaceProps } from "./workspace.tsx";

/** Asks the lake as the actor and shows what it answers: the first page of the directory, or why not. */
export async function Directory({ place, openName }: { place: Place; openName?: string }) {
  const services = webServices();
  const actor = await requireActor();
  const correlationId = await correlationIdOfRequest();
  const browsed = await browseDirectory(services, actor, { place, correlationId, continuation: null });
  if (!browsed.ok) {
    return <RefusedPlace refusal={browsed} place={place} />;
  }
  if (browsed.value.kind === "file") {
    redirect(openInParent(place));
  }
  const { page, leftBehind } = browsed.value;
  if (leftBehind.length > 0) {
    after(() => sweepDrafts(services, actor, { place, correlationId, names: leftBehind }));
  }
  const props = { ...shared(services, actor, place), first: page, openName };
  return <Workspace {...props} />;
}

function shared(services: Services, actor: Actor, place: Place): Omit<WorkspaceProps, "first"> {
  const { env, clock } = services;
  const { organization, zone, names } = place;
  return {
    location: locationOf(place),
    directoryHref: place.url,
    apiUrl: dataApiUrl(organization.slug, zone.name, names),
    upHref: names.length === 0 ? null : dataUrl(organization.slug, zone.name, names.slice(0, -1)),
    notebookHref: `/${organization.slug}/notebooks/new?${new URLSearchParams({ zone: zone.name, path: names.join("/") })}`,
    lake: place.lake,
    canWrite: place.reach?.level === "contributor" && !zone.isClosed,
    tools: connectTexts({
      account: env.LAKE_ACCOUNT,
      lakeUrl: env.LAKE_URL,
      blobUrl: env.LAKE_BLOB_URL,
      tenantId: env.ENTRA_TENANT_ID,
      container: place.lake.container,
      path: place.lake.path,
      isDirectory: true,
    }),
    transferSettings: {
      isDirect: env.DIRECT_TRANSFER,
      lakeUrl: env.LAKE_BROWSER_URL,
      client: browserClient(env),
      person: { objectId: actor.objectId, address: actor.address },
    },
    now: clock.now().toISOString(),
  };
}

/** A file has no page of its own: it is shown beside the list of its directory. */
function openInParent({ organization, zone, names }: Place): string {
  const parent = dataUrl(organization.slug, zone.name, names.slice(0, -1));
  return `${parent}?${new URLSearchParams({ open: names.at(-1) ?? "" })}`;
}
