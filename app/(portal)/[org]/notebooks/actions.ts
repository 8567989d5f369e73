"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { correlationIdOfRequest, requireActor } from "#app/actor.ts";
import type { LaunchAnswer } from "#components/notebooks/launch-form.tsx";
import { launchRefusalWords } from "#components/notebooks/launch-refusal.ts";
import { authorizeOrganization } from "#lib/auth/authorize-organization.ts";
import { resolvePlace } from "#lib/browsing/queries.ts";
import { isServerId, type LaunchRefusal } from "#lib/notebooks/notebook-server.ts";
import { encodedNames, newServerUrl, serversUrl, serverUrl } from "#lib/notebooks/notebook-urls.ts";
import { type Started, startServer } from "#lib/notebooks/start-server.ts";
import { stopServer } from "#lib/notebooks/stop-server.ts";
import { webServices } from "#lib/platform/services.ts";

type Wish = { organization: string; zone: string; path: string; profile: string };

/** Starts a notebook server as the form says and leads to its progress; a refusal comes back in words. */
export async function startMyServer(_before: LaunchAnswer, form: FormData): Promise<LaunchAnswer> {
  const wish = readWish(form);
  const started = await start(wish);
  if (!started.ok) {
    return launchRefusalWords(started.refusal, waysOut(wish, "claims" in started ? started.claims : null));
  }
  // The shell lists running servers for the sign-out question.
  revalidatePath("/", "layout");
  redirect(serverUrl(wish.organization, started.serverId));
}

/** Stops one of the actor's own servers; false when the Hub did not confirm it yet (the delegation has ended anyhow). */
export async function stopMyServer(serverId: string): Promise<boolean> {
  const actor = await requireActor();
  if (!isServerId(serverId)) {
    return false;
  }
  const correlationId = await correlationIdOfRequest();
  const stopped = await stopServer(webServices(), actor, { serverId, correlationId });
  revalidatePath("/", "layout");
  return stopped.ok;
}

async function start(wish: Wish): Promise<Started | { ok: false; refusal: LaunchRefusal }> {
  const services = webServices();
  const actor = await requireActor();
  const authorized = await authorizeOrganization(services, actor, wish.organization);
  const address = { org: wish.organization, zone: wish.zone, names: encodedNames(wish.path) };
  const placed = await resolvePlace(services, actor, address);
  if (!authorized.ok || !placed.ok) {
    return { ok: false, refusal: "absent" };
  }
  const { folder, lake } = placed.value;
  return startServer(services, actor, {
    organization: authorized.organization,
    folder,
    place: lake,
    profile: wish.profile,
    correlationId: await correlationIdOfRequest(),
  });
}

function readWish(form: FormData): Wish {
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    organization: field("organization"),
    zone: field("zone"),
    path: field("path"),
    profile: field("profile"),
  };
}

/** Where a refused start can go on: to the servers that run, or to Entra and back to the same choice. */
function waysOut(wish: Wish, claims: string | null) {
  const names = wish.path === "" ? [] : wish.path.split("/");
  const returnTo = newServerUrl({ organization: wish.organization, zone: wish.zone, names });
  const query = new URLSearchParams({ returnTo, ...(claims !== null && { claims }) });
  return { serversHref: serversUrl(wish.organization), signInHref: `/api/auth/sign-in?${query}` };
}
