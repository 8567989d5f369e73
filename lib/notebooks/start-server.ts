import { recordEvent } from "#lib/audit/record-event.ts";
import type { Actor, AuthorizedOrganization } from "#lib/auth/actor.ts";
import { scopeOf } from "#lib/auth/actor.ts";
import { giveDelegation } from "#lib/auth/delegation-cache.ts";
import type { HubOutcome } from "#lib/hub/hub.ts";
import { starterNotebookName } from "#lib/hub/hub-urls.ts";
import { failServer } from "#lib/notebooks/fail-server.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { findLaunchProfile } from "#lib/notebooks/launch-profile.ts";
import { aliveStates, type LaunchRefusal } from "#lib/notebooks/notebook-server.ts";
import { notebooksReadiness } from "#lib/notebooks/readiness.ts";
import { can } from "#lib/permissions/can.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import { faultCode } from "#lib/platform/errors.ts";
import type { Services } from "#lib/platform/services.ts";

/** Which directory to open, in which organization, how large, for how long. */
export type StartServer = {
  organization: AuthorizedOrganization;
  folder: { id: string; name: string };
  /** Container and the lake's own path of the directory to open. */
  place: { container: string; path: string };
  profile: string;
  correlationId: string;
};

/** `step_up` carries the claims that Entra asks for. */
export type Started =
  | { ok: true; serverId: string }
  | { ok: false; refusal: Exclude<LaunchRefusal, "step_up"> }
  | { ok: false; refusal: "step_up"; claims: string };

/** How long one consent lets a server act as its owner. */
export const delegationLivesSeconds = 12 * 3600;
/** Servers of one person that run at the same time. */
const serversMax = 5;

/**
 * Starts a notebook server on a directory, in the actor's name: records server and delegation (with a sealed token cache
 * of its own) and the audit, then asks the Hub. Returns at once; follow it with `followServer`.
 */
export async function startServer(services: Services, actor: Actor, input: StartServer): Promise<Started> {
  const refused = await judgeLaunch(services, actor, input);
  if (refused !== null) {
    return { ok: false, refusal: refused };
  }
  const server = await recordServer(services, actor, input);
  const { correlationId } = input;
  const until = secondsAfter(services.clock.now(), delegationLivesSeconds);
  const [consent, ensured] = await Promise.all([
    giveDelegation(services, actor, { serverId: server.id, until, correlationId }),
    unlessDown(services.hub.ensureUser(hubUserName(actor))),
  ]);
  const fail = (failure: string) =>
    failServer(services, actor, { serverId: server.id, failure, correlationId });
  if (!consent.ok) {
    await fail("Sign in again, then start it.");
    return consent;
  }
  const asked = ensured.ok ? await askHub(services, actor, { ...input, server }) : ensured;
  if (!asked.ok) {
    await fail(asked.detail);
    return { ok: false, refusal: asked.refusal === "too_many" ? "too_many" : "hub_busy" };
  }
  return { ok: true, serverId: server.id };
}

async function judgeLaunch(
  services: Services,
  actor: Actor,
  input: StartServer,
): Promise<"absent" | "not_ready" | "unavailable" | "unknown_profile" | "too_many" | null> {
  if (!can(actor, "server.start_own", { ...input.organization, ownerId: actor.personId })) {
    return "absent";
  }
  if (findLaunchProfile(input.profile) === null) {
    return "unknown_profile";
  }
  const readiness = await notebooksReadiness(services);
  if (readiness.state !== "ready") {
    return readiness.state === "preparing" ? "not_ready" : "unavailable";
  }
  const running = await services.db.within(scopeOf(actor), (transaction) =>
    transaction.notebookServer.count({
      where: { personId: actor.personId, state: { in: [...aliveStates] } },
    }),
  );
  return running >= serversMax ? "too_many" : null;
}

type Recorded = { id: string; name: string };

function recordServer(services: Services, actor: Actor, input: StartServer): Promise<Recorded> {
  const { clock, ids } = services;
  const server = { id: ids.uuid(), name: `nb-${ids.suffix(10)}` };
  return services.db.within(scopeOf(actor), async (transaction) => {
    const { personId } = actor;
    await transaction.hubUser.upsert({
      where: { personId },
      create: { personId, name: hubUserName(actor) },
      update: {},
    });
    await transaction.notebookServer.create({
      data: {
        ...server,
        personId,
        organizationId: input.organization.id,
        folderId: input.folder.id,
        profile: input.profile,
        path: `${input.place.container}/${input.place.path}`,
        state: "requested",
        createdAt: clock.now(),
      },
    });
    await recordEvent(transaction, services, {
      event: "server.started",
      actorPersonId: personId,
      actorLabel: actor.name,
      organizationId: input.organization.id,
      folderId: input.folder.id,
      correlationId: input.correlationId,
      detail: { server: server.name, profile: input.profile },
    });
    return server;
  });
}

function askHub(services: Services, actor: Actor, input: StartServer & { server: Recorded }) {
  const ref = { user: hubUserName(actor), server: input.server.name };
  const options = {
    profile: input.profile,
    filesystem: input.place.container,
    folder: input.place.path,
    notebook: starterNotebookName(input.folder.name),
  };
  return unlessDown(services.hub.startServer(ref, options));
}

/** A Hub that does not answer is a refusal here: the person sees it and can press again. */
async function unlessDown<T>(answer: Promise<HubOutcome<T>>): Promise<HubOutcome<T>> {
  try {
    return await answer;
  } catch (error) {
    if (faultCode(error) !== "hub_unavailable") {
      throw error;
    }
    return { ok: false, refusal: "busy", detail: "The notebook hub did not answer." };
  }
}
