import type { Actor } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import { dataUrl, type FolderPath, namesBelow } from "#lib/browsing/data-url.ts";
import type { HubServer } from "#lib/hub/hub.ts";
import { openServerUrl, starterNotebookName } from "#lib/hub/hub-urls.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { findLaunchProfile } from "#lib/notebooks/launch-profile.ts";
import {
  aliveStates,
  type NotebookServer,
  type NotebookServerState,
} from "#lib/notebooks/notebook-server.ts";
import { newServerUrl, serverUrl } from "#lib/notebooks/notebook-urls.ts";
import type { Services } from "#lib/platform/services.ts";

const recentMax = 20;

const rowFields = {
  id: true,
  name: true,
  state: true,
  profile: true,
  path: true,
  failure: true,
  startedAt: true,
  organization: { select: { slug: true, name: true } },
  folder: {
    select: {
      name: true,
      path: true,
      partition: { select: { directory: true, zone: { select: { name: true } } } },
    },
  },
  delegation: { select: { until: true, endedAt: true } },
} as const;

/**
 * The actor's own notebook servers, newest first, the running ones compared with what the Hub says now. When the Hub does
 * not answer they are shown as recorded. `organizationSlug` narrows them to one organization, `isAliveOnly` to what runs.
 */
export async function listServers(
  services: Services,
  actor: Actor,
  narrowed: { organizationSlug?: string; isAliveOnly?: boolean } = {},
): Promise<NotebookServer[]> {
  const rows = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.findMany({
      where: {
        ...ownServers(actor),
        ...(narrowed.organizationSlug !== undefined && { organization: { slug: narrowed.organizationSlug } }),
        ...(narrowed.isAliveOnly && { state: { in: [...aliveStates] } }),
      },
      orderBy: { createdAt: "desc" },
      take: recentMax,
      select: rowFields,
    }),
  );
  const hubServers = await observe(services, actor, rows.some(isAlive));
  const servers = rows.map((row) => present(row, hubServers));
  return narrowed.isAliveOnly
    ? servers.filter(({ state }) => state !== "stopped" && state !== "failed")
    : servers;
}

/** One of the actor's own servers; null when it is not theirs. */
export async function findServer(
  services: Services,
  actor: Actor,
  serverId: string,
): Promise<NotebookServer | null> {
  const row = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.findFirst({
      where: { id: serverId, ...ownServers(actor) },
      select: rowFields,
    }),
  );
  return row === null ? null : present(row, await observe(services, actor, isAlive(row)));
}

/** Where the browser goes to enter a running server: the Hub's host, never ours; null when there is no such server. */
export async function serverAddress(
  services: Services,
  actor: Actor,
  serverId: string,
): Promise<string | null> {
  const { HUB_URL } = services.env;
  const row = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.findFirst({
      where: { id: serverId, ...ownServers(actor), state: { in: [...aliveStates] } },
      select: { name: true, folder: { select: { name: true } } },
    }),
  );
  if (row === null || HUB_URL === undefined) {
    return null;
  }
  const ref = { user: hubUserName(actor), server: row.name };
  return openServerUrl({ hubUrl: HUB_URL, ref, notebook: starterNotebookName(row.folder.name) });
}

/** What is running of the actor, as recorded: asked on every page, so the Hub is not. */
export async function listRunning(
  services: Services,
  actor: Actor,
): Promise<{ id: string; name: string; folder: string; delegationUntil: string | null }[]> {
  const rows = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.findMany({
      where: { ...ownServers(actor), state: { in: [...aliveStates] } },
      orderBy: { createdAt: "desc" },
      select: {
        id: true,
        folder: { select: { name: true } },
        organization: { select: { name: true } },
        delegation: { select: { until: true, endedAt: true } },
      },
    }),
  );
  return rows.map(({ id, folder, organization, delegation }) => ({
    id,
    name: folder.name,
    folder: organization.name,
    delegationUntil: delegation?.endedAt === null ? delegation.until.toISOString() : null,
  }));
}

/** A server in an organization that the actor has left shows neither its folder nor its name any more. */
function ownServers(actor: Actor) {
  const { organizationIds } = scopeOf(actor);
  return {
    personId: actor.personId,
    ...(!actor.isPlatformAdmin && { organizationId: { in: [...organizationIds] } }),
  };
}

type Row = {
  id: string;
  name: string;
  state: "requested" | "starting" | "running" | "stopped" | "failed";
  profile: string;
  path: string;
  failure: string | null;
  startedAt: Date | null;
  organization: { slug: string; name: string };
  folder: { name: string; path: string; partition: { directory: string; zone: { name: string } } };
  delegation: { until: Date; endedAt: Date | null } | null;
};

/** The Hub's servers of the actor by name; null when it was not asked or does not answer. */
type Observed = Map<string, HubServer> | null;

function isAlive(row: { state: Row["state"] }): boolean {
  return aliveStates.some((state) => state === row.state);
}

async function observe(services: Services, actor: Actor, isNeeded: boolean): Promise<Observed> {
  if (!isNeeded) {
    return null;
  }
  try {
    const servers = await services.hub.listServers(hubUserName(actor));
    return new Map(servers.map((server) => [server.server, server]));
  } catch (error) {
    services.log.warn({ err: error }, "the Hub did not answer");
    return null;
  }
}

function present(row: Row, observed: Observed): NotebookServer {
  const seen = observed?.get(row.name);
  const state = stateOf(row, { isObserved: observed !== null, seen });
  const names = namesOf(row);
  const organization = row.organization.slug;
  const zone = row.folder.partition.zone.name;
  const hasEnded = state === "stopped" || state === "failed";
  const isHeld = row.delegation !== null && row.delegation.endedAt === null && !hasEnded;
  return {
    id: row.id,
    organization,
    name: names.at(-1) ?? row.organization.name,
    state,
    profile: findLaunchProfile(row.profile)?.name ?? row.profile,
    folder: {
      name: [zone, ...names.slice(0, -1)].join(" / "),
      href: dataUrl(organization, zone, names),
    },
    startedAt: row.startedAt?.toISOString() ?? null,
    lastActivityAt: seen?.lastActivityAt?.toISOString() ?? null,
    delegationUntil: isHeld ? (row.delegation?.until.toISOString() ?? null) : null,
    openHref: state === "running" || state === "starting" ? serverUrl(organization, row.id) : null,
    againHref: newServerUrl({ organization, zone, names }),
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}

function stateOf(row: Row, hub: { isObserved: boolean; seen: HubServer | undefined }): NotebookServerState {
  if (!isAlive(row) || !hub.isObserved) {
    return row.state === "requested" ? "starting" : row.state;
  }
  if (hub.seen === undefined) {
    // Requested a moment ago and not yet at the Hub, or gone from it (culled, crashed).
    return row.state === "running" ? "stopped" : "starting";
  }
  return hub.seen.state;
}

/** Names below the partition: the suffix of its directory is left out. */
function namesOf(row: Row): FolderPath {
  const { zone, directory } = row.folder.partition;
  return namesBelow(directory, row.path.slice(zone.name.length + 1));
}
